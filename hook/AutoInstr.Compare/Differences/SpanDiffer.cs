using AutoInstr.Viewer.Model;

namespace AutoInstr.Compare.Differences;

/// <summary>Finds what differs between a span of one edition and the one of the other that stands for the same call.</summary>
/// <param name="ignored">Attributes that are not looked at.</param>
/// <param name="isStrict">Whether values count that are others in every run.</param>
internal sealed class SpanDiffer(IEnumerable<string> ignored, bool isStrict)
{
    /// <summary>Attributes whose values are others in every run: only whether they are there, and their type, is compared.</summary>
    public static readonly IReadOnlyList<string> Volatile =
    [
        "client.port", "exception.stacktrace", "messaging.message.id", "messaging.rabbitmq.delivery_tag", "network.local.port",
        "network.peer.port", "process.pid", "server.port", "service.instance.id", "thread.id", "thread.name",
    ];

    private readonly HashSet<string> _ignored = new(ignored, StringComparer.Ordinal);
    private readonly HashSet<string> _volatile = isStrict ? [] : new(Volatile, StringComparer.Ordinal);

    /// <summary>Compares two spans.</summary>
    public IReadOnlyList<Difference> Compare(Span manual, Span automatic)
    {
        var differences = new List<Difference>();
        if (manual.Name != automatic.Name)
            differences.Add(new(DifferenceKind.Name, "name", manual.Name, automatic.Name));
        if (manual.Status != automatic.Status || Comparable(manual.StatusMessage) != Comparable(automatic.StatusMessage))
            differences.Add(new(DifferenceKind.Status, "status", Describe(manual), Describe(automatic)));
        Compare(DifferenceKind.Attribute, "", manual.Attributes, automatic.Attributes, differences);
        CompareEvents(manual.Events, automatic.Events, differences);
        if (manual.Links.Count != automatic.Links.Count)
            differences.Add(
                new(DifferenceKind.Links, "links", AttributeText.Of(manual.Links.Count), AttributeText.Of(automatic.Links.Count)));
        return differences;
    }

    /// <summary>Compares two sets of attributes.</summary>
    /// <param name="manual">What one edition says.</param>
    /// <param name="automatic">What the other one says.</param>
    public IReadOnlyList<Difference> Compare(AttributeMap manual, AttributeMap automatic)
    {
        var differences = new List<Difference>();
        Compare(DifferenceKind.Attribute, "", manual, automatic, differences);
        return differences;
    }

    private void Compare(
        DifferenceKind kind, string prefix, AttributeMap manual, AttributeMap automatic, List<Difference> differences)
    {
        var (mine, theirs) = (Values(manual), Values(automatic));
        foreach (var name in mine.Keys.Union(theirs.Keys).Order(StringComparer.Ordinal))
        {
            var isMine = mine.TryGetValue(name, out var one);
            var isTheirs = theirs.TryGetValue(name, out var other);
            if (isMine && isTheirs && AreAlike(name, one, other))
                continue;
            differences.Add(new(kind, prefix + name, isMine ? Typed(one, other) : null, isTheirs ? Typed(other, one) : null));
        }
    }

    /// <summary>Events of one name are compared in their order.</summary>
    private void CompareEvents(IReadOnlyList<SpanEvent> manual, IReadOnlyList<SpanEvent> automatic, List<Difference> differences)
    {
        foreach (var name in manual.Concat(automatic).Select(static item => item.Name).Distinct(StringComparer.Ordinal))
        {
            var mine = manual.Where(item => item.Name == name).ToList();
            var theirs = automatic.Where(item => item.Name == name).ToList();
            if (mine.Count != theirs.Count)
                differences.Add(new(DifferenceKind.Event, name, Times(mine.Count), Times(theirs.Count)));
            foreach (var (one, other) in mine.Zip(theirs))
                Compare(DifferenceKind.Event, name + ": ", one.Attributes, other.Attributes, differences);
        }
    }

    /// <summary>Of a repeated name the last value counts.</summary>
    private Dictionary<string, object?> Values(AttributeMap attributes)
    {
        var values = new Dictionary<string, object?>(attributes.Count, StringComparer.Ordinal);
        foreach (var (name, value) in attributes)
        {
            if (!_ignored.Contains(name))
                values[name] = value;
        }
        return values;
    }

    private bool AreAlike(string name, object? one, object? other) =>
        one?.GetType() == other?.GetType() &&
        (_volatile.Contains(name) || Comparable(AttributeText.Of(one)) == Comparable(AttributeText.Of(other)));

    private string Comparable(string text) => isStrict ? text : StableText.Of(text);

    /// <summary>A value that reads like the other one is told with its type.</summary>
    private static string Typed(object? value, object? other)
    {
        var text = AttributeText.Of(value);
        return value is not null && other is not null && value.GetType() != other.GetType()
            ? $"{text} ({AttributeText.TypeOf(value)})"
            : text;
    }

    private static string? Times(int count) => count == 0 ? null : count == 1 ? "once" : $"{AttributeText.Of(count)} times";

    private static string Describe(Span span) => span.StatusMessage.Length == 0 ? $"{span.Status}" : $"{span.Status}: {span.StatusMessage}";
}
