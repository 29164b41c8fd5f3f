using AutoInstr.Compare.Differences;
using AutoInstr.Viewer.Model;

namespace AutoInstr.Compare.Reporting;

/// <summary>The words that all reports use.</summary>
internal static class DifferenceText
{
    /// <summary>What differs, such as <c>attribute http.route</c>.</summary>
    public static string Of(Difference difference)
    {
        var aspect = difference.Aspect switch
        {
            Aspect.StatusDescription => "status description",
            Aspect.AttributeType => "type of attribute",
            Aspect.EventAttribute => "event",
            Aspect.AttributeKey => "attribute",
            Aspect.TraceIds => "records with ids of trace and span",
            Aspect.Count => "records",
            var other => other.ToString().ToLowerInvariant(),
        };
        return difference.Name.Length == 0 ? aspect : $"{aspect} {difference.Name}";
    }

    /// <summary>Leaves out most of what two long values have in common at their beginning, so that the difference is seen.</summary>
    public static (string? Manual, string? Automatic) Focus(string? manual, string? automatic)
    {
        const int seen = 12;
        const int tooLong = 30;
        if (manual is null || automatic is null)
            return (manual, automatic);
        var common = manual.AsSpan().CommonPrefixLength(automatic);
        return common <= tooLong ? (manual, automatic) : ($"…{manual[(common - seen)..]}", $"…{automatic[(common - seen)..]}");
    }

    /// <summary>A difference on a line: what only one has by its mark, else both.</summary>
    public static string Line(Difference difference)
    {
        // That an attribute is there is all there is to say of it.
        if (difference.Aspect == Aspect.AttributeKey)
            return $"{(difference.Manual is null ? '+' : '-')} {Of(difference)}";
        var (manual, automatic) = Focus(difference.Manual, difference.Automatic);
        return manual is null ? $"+ {Of(difference)}: {automatic}"
            : automatic is null ? $"- {Of(difference)}: {manual}"
            : $"~ {Of(difference)}: {manual} → {automatic}";
    }

    /// <summary>A verdict as programs read it.</summary>
    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Same => "same",
        Verdict.Changed => "changed",
        Verdict.OnlyManual => "onlyManual",
        _ => "onlyAutomatic",
    };

    /// <summary>A verdict in one character, for those who see no colours.</summary>
    public static char MarkOf(Verdict verdict) => verdict switch
    {
        Verdict.Same => '=',
        Verdict.Changed => '~',
        Verdict.OnlyManual => '-',
        _ => '+',
    };

    /// <summary>A kind in lower case; nothing when it is not said.</summary>
    public static string Of(SpanKind kind) => kind == SpanKind.Unspecified ? "" : kind.ToString().ToLowerInvariant();
}
