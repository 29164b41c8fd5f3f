using AutoInstr.Compare.Conventions;
using AutoInstr.Compare.Differences;
using AutoInstr.Compare.Matching;
using AutoInstr.Compare.Recordings;

namespace AutoInstr.Compare;

/// <summary>Two traces of the same request, and the tree of all their spans.</summary>
/// <param name="Pair">The traces.</param>
/// <param name="Roots">The spans of both, merged.</param>
internal sealed record TraceComparison(TracePair Pair, IReadOnlyList<MergedSpan> Roots)
{
    /// <summary>All spans, parents before children.</summary>
    public IEnumerable<MergedSpan> Spans => Rows.Select(static row => row.Span);

    /// <summary>The same with their depths.</summary>
    public IEnumerable<(MergedSpan Span, int Depth)> Rows => Roots.SelectMany(static root => root.Descend());
}

/// <summary>How two recordings of the same requests differ.</summary>
/// <param name="Manual">That of the edition that is instrumented by hand.</param>
/// <param name="Automatic">That of the other one.</param>
/// <param name="Traces">Their traces, side by side.</param>
/// <param name="Resources">What differs between the resources of each service that both have.</param>
/// <param name="ManualViolations">Where the one departs from the semantic conventions.</param>
/// <param name="AutomaticViolations">Where the other does.</param>
internal sealed record Comparison(
    Recording Manual,
    Recording Automatic,
    IReadOnlyList<TraceComparison> Traces,
    IReadOnlyDictionary<string, IReadOnlyList<Difference>> Resources,
    IReadOnlyList<Violation> ManualViolations,
    IReadOnlyList<Violation> AutomaticViolations)
{
    /// <summary>How many spans there are of a presence.</summary>
    public int Count(Presence presence) => Traces.SelectMany(static trace => trace.Spans).Count(span => span.Presence == presence);

    /// <summary>Compares two recordings.</summary>
    /// <param name="manual">That of the edition that is instrumented by hand.</param>
    /// <param name="automatic">That of the other one.</param>
    /// <param name="differ">Finds what differs between two spans.</param>
    public static Comparison Of(Recording manual, Recording automatic, SpanDiffer differ)
    {
        var merger = new TraceMerger(differ);
        return new Comparison(
            manual,
            automatic,
            [.. TracePairing.Pair(manual.Traces, automatic.Traces).Select(pair => new TraceComparison(pair, merger.Merge(pair)))],
            CompareResources(manual, automatic, differ),
            ConventionCheck.Of(manual),
            ConventionCheck.Of(automatic));
    }

    private static SortedDictionary<string, IReadOnlyList<Difference>> CompareResources(
        Recording manual, Recording automatic, SpanDiffer differ)
    {
        var (mine, theirs) = (manual.Resources, automatic.Resources);
        var differences = new SortedDictionary<string, IReadOnlyList<Difference>>(StringComparer.Ordinal);
        foreach (var service in mine.Keys.Intersect(theirs.Keys))
            differences[service] = differ.Compare(mine[service], theirs[service]);
        return differences;
    }
}
