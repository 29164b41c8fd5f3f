using AutoInstr.Compare.Conventions;
using AutoInstr.Compare.Differences;
using AutoInstr.Compare.Matching;
using AutoInstr.Compare.Recordings;
using AutoInstr.Viewer.Model;

namespace AutoInstr.Compare;

/// <summary>What comes of comparing two recordings.</summary>
/// <param name="Manual">The edition instrumented by hand.</param>
/// <param name="Automatic">The automatic edition.</param>
/// <param name="Traces">Both as one.</param>
/// <param name="Resources">The resources of the services that both have.</param>
/// <param name="ManualViolations">Where the one edition departs from the semantic conventions.</param>
/// <param name="AutomaticViolations">Where the other one does.</param>
internal sealed record Comparison(
    Recording Manual,
    Recording Automatic,
    IReadOnlyList<MergedTrace> Traces,
    IReadOnlyList<ResourceDifferences> Resources,
    IReadOnlyList<Violation> ManualViolations,
    IReadOnlyList<Violation> AutomaticViolations)
{
    /// <summary>What both measure.</summary>
    public required IReadOnlyList<Counterparts<RecordedInstrument>> Instruments { get; init; }

    /// <summary>What both log.</summary>
    public required IReadOnlyList<Counterparts<RecordedLog>> Logs { get; init; }

    private IReadOnlyList<MergedSpan>? _spans;

    /// <summary>Every place of the merged trees.</summary>
    public IReadOnlyList<MergedSpan> Spans =>
        _spans ??= [.. Traces.SelectMany(static trace => trace.Walk().Select(static place => place.Span))];

    /// <summary>How many places have a verdict.</summary>
    public int Count(Verdict verdict) => Spans.Count(span => span.Verdict == verdict);

    /// <summary>Compares.</summary>
    public static Comparison Of(Recording manual, Recording automatic, AttributeRules rules)
    {
        RecordingAlignment.Align(manual, automatic);
        var comparison = new SpanComparison(rules);
        var shapes = new ShapeComparison(rules);
        return new Comparison(manual, automatic, MergedTrace.Merge(manual, automatic, comparison),
            CompareResources(manual, automatic, comparison), ConventionCheck.Of(manual), ConventionCheck.Of(automatic))
        {
            Instruments = Counterparts<RecordedInstrument>.Pair(manual.Instruments, automatic.Instruments,
                static one => (one.Service, one.Name), shapes.Compare),
            Logs = Counterparts<RecordedLog>.Pair(manual.Logs, automatic.Logs,
                static one => (one.Service, one.Category, one.Template), shapes.Compare),
        };
    }

    private static List<ResourceDifferences> CompareResources(Recording manual, Recording automatic, SpanComparison comparison)
    {
        var theirs = ResourcesOf(automatic);
        return [.. ResourcesOf(manual).Where(ours => theirs.ContainsKey(ours.Key)).Select(ours => new ResourceDifferences(
            ours.Key, [.. comparison.Compare(ours.Value, theirs[ours.Key], Aspect.Attribute, "")]))];
    }

    private static Dictionary<string, AttributeMap> ResourcesOf(Recording recording)
    {
        var resources = new Dictionary<string, AttributeMap>(StringComparer.Ordinal);
        foreach (var node in recording.Nodes)
            resources.TryAdd(node.Span.ServiceName, node.Span.Resource);
        return resources;
    }
}

/// <summary>What differs between a service's two resources.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="Differences">Its attributes that differ.</param>
internal sealed record ResourceDifferences(string Service, IReadOnlyList<Difference> Differences);
