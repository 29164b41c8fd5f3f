using System.Globalization;

namespace AutoInstr.Viewer.Web;

/// <summary>Which traces are wanted.</summary>
internal sealed record TraceFilter
{
    /// <summary>A service that must have a span in it.</summary>
    public string? Service { get; init; }

    /// <summary>Whether a span must have failed, or none may; both when it is <see langword="null"/>.</summary>
    public bool? HasErrors { get; init; }

    /// <summary>The shortest duration, in nanoseconds.</summary>
    public ulong Least { get; init; }

    /// <summary>The longest duration, in nanoseconds.</summary>
    public ulong Most { get; init; } = ulong.MaxValue;

    /// <summary>What one span must have.</summary>
    public TextSearch? Text { get; init; }

    /// <summary>Reads it from the query of an address: <c>service</c>, <c>status</c> (<c>error</c> or <c>ok</c>), <c>min</c> and
    /// <c>max</c> (milliseconds), <c>q</c>.</summary>
    /// <exception cref="FormatException">A value is wrong; the message names it.</exception>
    public static TraceFilter Of(IQueryCollection query) => new()
    {
        Service = Value(query, "service"),
        HasErrors = Value(query, "status") switch
        {
            null => null,
            "error" => true,
            "ok" => false,
            var other => throw new FormatException($"status '{other}' is neither error nor ok"),
        },
        Least = Nanoseconds(query, "min") ?? 0,
        Most = Nanoseconds(query, "max") ?? ulong.MaxValue,
        Text = TextSearch.Of(Value(query, "q")),
    };

    /// <summary>Whether a trace is wanted.</summary>
    public bool Matches(TraceRow row) =>
        row.DurationNano >= Least && row.DurationNano <= Most &&
        (HasErrors is null || HasErrors == row.Errors > 0) &&
        (Service is null || row.Services.ContainsKey(Service)) &&
        (Text is null || row.Trace.Spans.Any(span => Text.IsIn(span.Name, span.Attributes, span.Resource)));

    /// <summary>A parameter of an address; <see langword="null"/> when it is empty or not there.</summary>
    internal static string? Value(IQueryCollection query, string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

    private static ulong? Nanoseconds(IQueryCollection query, string name)
    {
        if (Value(query, name) is not { } text)
            return null;
        const double longest = 1e12;
        var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var milliseconds);
        return isNumber && milliseconds is >= 0 and < longest
            ? (ulong)(milliseconds * 1e6)
            : throw new FormatException($"{name} '{text}' is no number of milliseconds");
    }
}
