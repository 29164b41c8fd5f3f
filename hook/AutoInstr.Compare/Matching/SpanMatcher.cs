namespace AutoInstr.Compare.Matching;

/// <summary>Finds for each span of one trace the one of another trace that stands for the same call.</summary>
/// <remarks>
/// From the top down, below each pair that is found: first spans of one service, kind and name, in their order; then those of one service
/// and kind whose names differ, the most alike first; what is left on one side gives way to the spans below it, so that a level that only
/// one edition has does not part what is below. When nothing is below any more, names that have little in common are enough. At the end,
/// spans of one service, kind and name that are left in both traces have moved.
/// </remarks>
internal static class SpanMatcher
{
    /// <summary>Sets <see cref="SpanNode.Match"/> of all nodes that have one.</summary>
    /// <param name="one">One trace's nodes without a parent.</param>
    /// <param name="other">The other's.</param>
    public static void Match(IReadOnlyList<SpanNode> one, IReadOnlyList<SpanNode> other)
    {
        var pending = new Stack<(IReadOnlyList<SpanNode> One, IReadOnlyList<SpanNode> Other)>();
        pending.Push((one, other));
        while (pending.TryPop(out var below))
        {
            foreach (var found in MatchBelow(below.One, below.Other))
                pending.Push((found.Children, found.Match!.Children));
        }
        var rest = new NameQueues(WaitingAnywhere(other));
        foreach (var node in WaitingAnywhere(one))
        {
            if (rest.Take(node) is { } moved)
                node.MatchWith(moved);
        }
    }

    private static IReadOnlyList<SpanNode> MatchBelow(IReadOnlyList<SpanNode> one, IReadOnlyList<SpanNode> other)
    {
        var pool = new MatchingPool();
        var (left, right) = (Waiting(one), Waiting(other));
        while (left.Count > 0 || right.Count > 0)
        {
            pool.Add(left, right);
            // Each gives way once, and stays for what comes up from below on the other side.
            left = [.. Waiting(left).SelectMany(static node => Waiting(node.Children))];
            right = [.. Waiting(right).SelectMany(static node => Waiting(node.Children))];
        }
        pool.MatchRest();
        return pool.Found;
    }

    private static List<SpanNode> Waiting(IEnumerable<SpanNode> nodes) => [.. nodes.Where(static node => node.Match is null)];

    private static List<SpanNode> WaitingAnywhere(IEnumerable<SpanNode> roots) => Waiting(roots.SelectMany(static root => root.Descend()));
}
