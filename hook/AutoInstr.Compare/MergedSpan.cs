using AutoInstr.Compare.Differences;
using AutoInstr.Compare.Recordings;

namespace AutoInstr.Compare;

/// <summary>A place in the tree of both editions: a span of one of them, or two partners.</summary>
/// <param name="manual">The span instrumented by hand.</param>
/// <param name="automatic">The automatic one.</param>
/// <param name="differences">What partners do not have in common.</param>
internal sealed class MergedSpan(SpanNode? manual, SpanNode? automatic, IReadOnlyList<Difference> differences)
{
    /// <summary>The span instrumented by hand, if there is one.</summary>
    public SpanNode? Manual { get; } = manual;

    /// <summary>The automatic one, if there is one.</summary>
    public SpanNode? Automatic { get; } = automatic;

    /// <summary>What partners do not have in common.</summary>
    public IReadOnlyList<Difference> Differences { get; } = differences;

    /// <summary>What is beneath it.</summary>
    public List<MergedSpan> Children { get; } = [];

    /// <summary>The span that stands for it: the one instrumented by hand where there is one.</summary>
    public SpanNode Node => Manual ?? Automatic!;

    /// <summary>Which edition has it.</summary>
    public Verdict Verdict => Verdicts.Of(Manual is not null, Automatic is not null, Differences.Count > 0);
}
