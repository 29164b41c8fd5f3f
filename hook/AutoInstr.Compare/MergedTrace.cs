using AutoInstr.Compare.Differences;
using AutoInstr.Compare.Recordings;

namespace AutoInstr.Compare;

/// <summary>Two traces of one request, or one that has no counterpart, as one tree.</summary>
/// <param name="Manual">The trace instrumented by hand.</param>
/// <param name="Automatic">The automatic one.</param>
/// <param name="Roots">The spans at the top.</param>
internal sealed record MergedTrace(SpanTree? Manual, SpanTree? Automatic, List<MergedSpan> Roots)
{
    /// <summary>Every span with how deep it lies, from top to bottom.</summary>
    public IEnumerable<(MergedSpan Span, int Depth)> Walk()
    {
        var pending = new Stack<(MergedSpan Span, int Depth)>();
        for (var i = Roots.Count - 1; i >= 0; i--)
            pending.Push((Roots[i], 0));
        while (pending.TryPop(out var next))
        {
            yield return next;
            for (var i = next.Span.Children.Count - 1; i >= 0; i--)
                pending.Push((next.Span.Children[i], next.Depth + 1));
        }
    }

    /// <summary>Merges two aligned recordings.</summary>
    /// <remarks>A span of the manual edition, with or without a partner, is where that edition has it; one that only the automatic edition
    /// has is beneath what it has above it there. Where such a span lies between two that both have, it does so here.</remarks>
    public static IReadOnlyList<MergedTrace> Merge(Recording manual, Recording automatic, SpanComparison comparison)
    {
        var places = new Dictionary<SpanNode, MergedSpan>();
        foreach (var node in manual.Nodes)
            places[node] = new MergedSpan(node, node.Partner, node.Partner is { } other ? comparison.Compare(node, other) : []);
        foreach (var node in automatic.Nodes)
            places[node] = node.Partner is { } other ? places[other] : new MergedSpan(null, node, []);

        var traces = new List<MergedTrace>();
        var byTree = new Dictionary<SpanTree, MergedTrace>();
        foreach (var tree in manual.Traces.Concat(automatic.Traces.Where(static tree => tree.Partner is null)))
        {
            var isManual = traces.Count < manual.Traces.Count;
            var trace = new MergedTrace(isManual ? tree : null, isManual ? tree.Partner : tree, []);
            traces.Add(trace);
            byTree[tree] = trace;
            if (tree.Partner is { } other)
                byTree[other] = trace;
        }
        foreach (var tree in manual.Traces)
            foreach (var node in tree.Nodes)
                Place(places[node], ParentOf(node), places, byTree[tree]);
        foreach (var tree in automatic.Traces)
            foreach (var node in tree.Nodes.Where(static node => node.Partner is null))
                Place(places[node], node.Parent, places, byTree[tree]);
        foreach (var (tree, trace) in byTree)
        {
            if (trace.Roots.Count > 1)
                Sort(trace.Roots);
            foreach (var node in tree.Nodes)
                Sort(places[node].Children);
        }
        // A trace that is part of another one in the other edition has its spans there.
        return [.. traces.Where(static trace => trace.Roots.Count > 0)];
    }

    private static SpanNode? ParentOf(SpanNode manual)
    {
        var between = manual.Partner is { } automatic && manual.Parent == manual.Anchor && manual.Anchor?.Partner == automatic.Anchor
            && automatic.Parent is { Partner: null };
        return between ? manual.Partner!.Parent : manual.Parent;
    }

    private static void Place(MergedSpan span, SpanNode? parent, Dictionary<SpanNode, MergedSpan> places, MergedTrace trace) =>
        (parent is null ? trace.Roots : places[parent].Children).Add(span);

    /// <summary>Sorts siblings by their time. What only one edition has stays between the same ones that both have: the editions are not
    /// equally quick.</summary>
    private static void Sort(List<MergedSpan> siblings)
    {
        if (siblings.Count < 2)
            return;
        var gaps = new Dictionary<MergedSpan, int>();
        var gap = 0;
        foreach (var span in siblings.Where(static span => span.Manual is not null).OrderBy(static span => span.Manual!.Offset))
            gaps[span] = IsInBoth(span) ? ++gap : gap;
        gap = 0;
        foreach (var span in siblings.Where(static span => span.Automatic is not null).OrderBy(static span => span.Automatic!.Offset))
            if (IsInBoth(span))
                gap = gaps[span];
            else
                gaps.TryAdd(span, gap);
        var sorted = siblings.OrderBy(span => gaps[span]).ThenByDescending(IsInBoth).ThenBy(static span => span.Node.Offset).ToList();
        siblings.Clear();
        siblings.AddRange(sorted);
    }

    private static bool IsInBoth(MergedSpan span) => span is { Manual.IsMoved: false, Automatic: not null };
}
