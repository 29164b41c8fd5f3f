using AutoInstr.Compare.Recordings;

namespace AutoInstr.Compare.Matching;

/// <summary>Finds out which traces of two recordings are of the same request.</summary>
/// <remarks>
/// Both editions had the same traffic in the same order. So traces go together by their entry, which is the first root: by its name and
/// subject, then by its name alone, then, for it may be renamed, by its role and what URL was asked for. Of those that are left, the ones
/// that have most spans in common, for the entry may be missing in one edition; then the ones whose entries have the same role. Trace by
/// trace, order decides among equals.
/// </remarks>
internal static class TracePairing
{
    /// <summary>So many candidates with one span's name are looked at: a name that every trace has says nothing.</summary>
    private const int MaxCandidates = 64;

    /// <summary>Makes partners of the traces of two recordings.</summary>
    public static void Pair(IReadOnlyList<SpanTree> manual, IReadOnlyList<SpanTree> automatic)
    {
        PairBy(manual, automatic, static tree => (Entry(tree).Name, Entry(tree).Subject));
        PairBy(manual, automatic, static tree => Entry(tree).Name);
        PairBy(
            [.. manual.Where(IsOfUrl)], [.. automatic.Where(IsOfUrl)], static tree => (Entry(tree).Role, Entry(tree).Subject));
        PairByContent(manual, automatic);
        PairBy(manual, automatic, static tree => Entry(tree).Role);
    }

    private static SpanNode Entry(SpanTree tree) => tree.Roots[0];

    private static void PairBy<TKey>(IReadOnlyList<SpanTree> manual, IReadOnlyList<SpanTree> automatic, Func<SpanTree, TKey> key)
        where TKey : notnull =>
        OrderedPairing.Pair(manual, automatic, static tree => tree.IsFree, key, static tree => Entry(tree).Shape, Match);

    private static void PairByContent(IReadOnlyList<SpanTree> manual, IReadOnlyList<SpanTree> automatic)
    {
        var candidates = new Dictionary<(NameKey, ulong), List<int>>();
        for (var i = 0; i < automatic.Count; i++)
        {
            if (!automatic[i].IsFree)
                continue;
            foreach (var content in ContentOf(automatic[i]))
            {
                if (!candidates.TryGetValue(content, out var having))
                    candidates.Add(content, having = []);
                having.Add(i);
            }
        }
        foreach (var tree in manual.Where(static tree => tree.IsFree))
        {
            var shared = new SortedDictionary<int, int>();
            foreach (var content in ContentOf(tree))
            {
                if (!candidates.TryGetValue(content, out var having))
                    continue;
                having.RemoveAll(index => !automatic[index].IsFree);
                foreach (var index in having.Take(MaxCandidates))
                    shared[index] = shared.GetValueOrDefault(index) + 1;
            }
            if (shared.Count > 0)
                Match(tree, automatic[shared.MaxBy(static candidate => candidate.Value).Key]);
        }
    }

    private static HashSet<(NameKey, ulong)> ContentOf(SpanTree tree) => [.. tree.Nodes.Select(static node => (node.Name, node.Subject))];

    private static bool IsOfUrl(SpanTree tree) => SpanSubject.PathOf(Entry(tree).Span).Length > 0;

    private static bool Match(SpanTree manual, SpanTree automatic)
    {
        SpanTree.Match(manual, automatic);
        return true;
    }
}
