using System.Globalization;
using AutoInstr.Compare.Recordings;
using AutoInstr.Viewer.Model;

namespace AutoInstr.Compare.Differences;

/// <summary>Finds what differs between two partners.</summary>
/// <param name="rules">Which attributes are compared.</param>
internal sealed class SpanComparison(AttributeRules rules)
{
    /// <summary>Compares two spans.</summary>
    public IReadOnlyList<Difference> Compare(SpanNode manual, SpanNode automatic)
    {
        var differences = new List<Difference>();
        var (ours, theirs) = (manual.Span, automatic.Span);
        AddIfOther(differences, Aspect.Name, ours.Name, theirs.Name);
        if (manual.IsMoved)
            differences.Add(new Difference(Aspect.Position, "", PositionOf(manual), PositionOf(automatic)));
        AddIfOther(differences, Aspect.Status, TextOf(ours.Status), TextOf(theirs.Status));
        if (!rules.AreSame(ours.StatusMessage, theirs.StatusMessage))
            differences.Add(new Difference(Aspect.StatusDescription, "", ours.StatusMessage, theirs.StatusMessage));
        differences.AddRange(Compare(ours.Attributes, theirs.Attributes, Aspect.Attribute, ""));
        CompareEvents(differences, ours.Events, theirs.Events);
        if (ours.Links.Count != theirs.Links.Count)
            differences.Add(new Difference(Aspect.Links, "", Number(ours.Links.Count), Number(theirs.Links.Count)));
        return differences;
    }

    /// <summary>Compares attributes.</summary>
    /// <param name="manual">Those of the edition instrumented by hand.</param>
    /// <param name="automatic">Those of the automatic edition.</param>
    /// <param name="aspect">What they are attributes of.</param>
    /// <param name="prefix">What is put before their names.</param>
    public IEnumerable<Difference> Compare(AttributeMap manual, AttributeMap automatic, Aspect aspect, string prefix)
    {
        var names = manual.Concat(automatic).Select(static attribute => attribute.Key).Distinct(StringComparer.Ordinal)
            .Where(name => !rules.IsIgnored(name)).Order(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var (ours, theirs) = (manual[name], automatic[name]);
            var (ourType, theirType) = (AttributeText.TypeOf(ours), AttributeText.TypeOf(theirs));
            var ourText = ours is null ? null : AttributeText.Of(ours);
            var theirText = theirs is null ? null : AttributeText.Of(theirs);
            if (ours is null || theirs is null)
            {
                if (ourText != theirText)
                    yield return new Difference(aspect, prefix + name, ourText, theirText);
            }
            else if (ourType != theirType)
            {
                var isOfSpan = aspect == Aspect.Attribute;
                yield return new Difference(
                    isOfSpan ? Aspect.AttributeType : aspect, prefix + name, $"{ourText} ({ourType})", $"{theirText} ({theirType})");
            }
            else if (!rules.AreSame(name, ourText!, theirText!))
            {
                yield return new Difference(aspect, prefix + name, ourText, theirText);
            }
        }
    }

    private void CompareEvents(List<Difference> differences, IReadOnlyList<SpanEvent> manual, IReadOnlyList<SpanEvent> automatic)
    {
        foreach (var name in manual.Concat(automatic).Select(static e => e.Name).Distinct(StringComparer.Ordinal))
        {
            var ours = manual.Where(e => e.Name == name).ToList();
            var theirs = automatic.Where(e => e.Name == name).ToList();
            if (ours.Count != theirs.Count)
                differences.Add(new Difference(Aspect.Event, name, CountOrNothing(ours.Count), CountOrNothing(theirs.Count)));
            foreach (var (our, their) in ours.Zip(theirs))
                differences.AddRange(Compare(our.Attributes, their.Attributes, Aspect.EventAttribute, name + ": "));
        }
    }

    private static void AddIfOther(List<Difference> differences, Aspect aspect, string manual, string automatic)
    {
        if (manual != automatic)
            differences.Add(new Difference(aspect, "", manual, automatic));
    }

    private static string PositionOf(SpanNode node) => node.Anchor is { } anchor ? $"beneath {anchor.Span.Name}" : "at the top";

    private static string TextOf(SpanStatus status) => status.ToString().ToUpperInvariant();

    private static string? CountOrNothing(int count) => count == 0 ? null : Number(count);

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);
}
