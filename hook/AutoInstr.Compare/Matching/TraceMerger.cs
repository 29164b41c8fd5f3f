using AutoInstr.Compare.Differences;

namespace AutoInstr.Compare.Matching;

/// <summary>Makes one tree of two: that of the automatic edition, with what only the other has below what it was below of there.</summary>
/// <param name="differ">Finds what differs between two spans.</param>
internal sealed class TraceMerger(SpanDiffer differ)
{
    /// <summary>Matches two traces and merges them.</summary>
    public IReadOnlyList<MergedSpan> Merge(TracePair pair)
    {
        IReadOnlyList<SpanNode> manual = pair.Manual is null ? [] : SpanNode.Arrange(pair.Manual.Spans, Side.Manual);
        IReadOnlyList<SpanNode> automatic = pair.Automatic is null ? [] : SpanNode.Arrange(pair.Automatic.Spans, Side.Automatic);
        SpanMatcher.Match(manual, automatic);

        var automaticNodes = automatic.SelectMany(static root => root.Descend()).ToList();
        var manualNodes = manual.SelectMany(static root => root.Descend()).ToList();
        var below = new Dictionary<SpanNode, List<SpanNode>>();
        var tops = new List<SpanNode>();
        foreach (var node in automaticNodes)
            Place(node, node.Parent);
        foreach (var node in manualNodes.Where(static node => node.Match is null))
            Place(node, node.Parent?.Match ?? node.Parent);

        // Children first, so that no depth of a tree is a depth of calls.
        var merged = new Dictionary<SpanNode, MergedSpan>();
        foreach (var node in Ordered().Reverse())
            merged[node] = Merge(node, [.. below.GetValueOrDefault(node, []).Select(child => merged[child])]);
        return [.. tops.Select(top => merged[top])];

        void Place(SpanNode node, SpanNode? parent)
        {
            if (parent is null)
                tops.Add(node);
            else if (below.TryGetValue(parent, out var children))
                children.Add(node);
            else
                below.Add(parent, [node]);
        }

        IEnumerable<SpanNode> Ordered()
        {
            var pending = new Queue<SpanNode>(tops);
            while (pending.TryDequeue(out var node))
            {
                yield return node;
                foreach (var child in below.GetValueOrDefault(node, []))
                    pending.Enqueue(child);
            }
        }
    }

    private MergedSpan Merge(SpanNode node, IReadOnlyList<MergedSpan> children)
    {
        if (node.Match is not { } match)
            return node.Side == Side.Manual
                ? new MergedSpan(node.Span, null, IsMoved: false, [], children)
                : new MergedSpan(null, node.Span, IsMoved: false, [], children);
        return new MergedSpan(match.Span, node.Span, IsMoved(node, match), differ.Compare(match.Span, node.Span), children);
    }

    private static bool IsMoved(SpanNode automatic, SpanNode manual) =>
        !ReferenceEquals(automatic.MatchedAncestor?.Match, manual.MatchedAncestor);
}
