using AutoInstr.Compare.Recordings;

namespace AutoInstr.Compare.Matching;

/// <summary>Finds for the spans of one trace their partners in the other edition's.</summary>
/// <remarks>
/// <para>Partners have the same service and kind. They are found in three steps, each over the spans that the one before left:</para>
/// <list type="number">
/// <item>From the top, children of partners: those with the same name, first where they are about the same subject, in their order
/// (<see cref="OrderedPairing"/>); then those with different names, as renamed (<see cref="RenamedPairing"/>).</item>
/// <item>Across spans that only one edition has: what is beneath such a span is compared as if it were beneath the nearest span above
/// that has a partner. So an internal span in between changes nothing for those below it.</item>
/// <item>Anywhere in the trace: the same name beneath another span is a moved span.</item>
/// </list>
/// <para>Every step looks at a span a constant number of times; how deep the tree is does not matter.</para>
/// </remarks>
internal sealed class TreeAlignment
{
    private readonly RenamedPairing _renamed;
    private readonly Queue<(SpanNode Manual, SpanNode Automatic)> _matched = new();

    private TreeAlignment(IEnumerable<SpanNode> manual, IEnumerable<SpanNode> automatic) =>
        _renamed = new RenamedPairing(manual, automatic);

    /// <summary>Aligns two traces.</summary>
    public static void Align(SpanTree manual, SpanTree automatic)
    {
        var alignment = new TreeAlignment(manual.Nodes, automatic.Nodes);
        alignment.AlignSiblings(manual.Roots, automatic.Roots);
        alignment.Descend();
        alignment.AlignAcross(manual, automatic);
        alignment.AlignMoved(manual, automatic);
    }

    /// <summary>Makes partners of two spans and aligns what is beneath them.</summary>
    public static void AlignBeneath(SpanNode manual, SpanNode automatic)
    {
        var alignment = new TreeAlignment(SpanTree.Walk([manual]), SpanTree.Walk([automatic]));
        alignment.MatchAndDescend(manual, automatic);
    }

    private void Descend()
    {
        while (_matched.TryDequeue(out var pair))
            AlignSiblings(pair.Manual.Children, pair.Automatic.Children);
    }

    private void AlignAcross(SpanTree manual, SpanTree automatic)
    {
        manual.FindAnchors();
        automatic.FindAnchors();
        var beneath = automatic.Nodes.Where(static node => node.IsFree).ToLookup(static node => node.Anchor);
        foreach (var pool in manual.Nodes.Where(static node => node.IsFree).GroupBy(static node => node.Anchor).ToList())
            AlignPool([.. pool], [.. beneath[pool.Key?.Partner]]);
    }

    private void AlignPool(List<SpanNode> manual, List<SpanNode> automatic)
    {
        PairByName(manual, automatic, MatchAndDescend);
        _renamed.Pair(manual, automatic, MatchAndDescend);
    }

    private void AlignMoved(SpanTree manual, SpanTree automatic) =>
        PairByName(
            [.. manual.Nodes.Where(static node => node.IsFree)], [.. automatic.Nodes.Where(static node => node.IsFree)], MatchAndDescend);

    private void AlignSiblings(IReadOnlyList<SpanNode> manual, IReadOnlyList<SpanNode> automatic)
    {
        if (manual.Count == 0 || automatic.Count == 0)
            return;
        PairByName(manual, automatic, Match);
        _renamed.Pair(manual, automatic, Match);
    }

    private static void PairByName(
        IReadOnlyList<SpanNode> manual, IReadOnlyList<SpanNode> automatic, Func<SpanNode, SpanNode, bool> match)
    {
        PairBy(static node => (node.Name, node.Subject));
        PairBy(static node => node.Name);

        void PairBy<TKey>(Func<SpanNode, TKey> key)
            where TKey : notnull =>
            OrderedPairing.Pair(manual, automatic, static node => node.IsFree, key, static node => node.Shape, match);
    }

    private bool Match(SpanNode manual, SpanNode automatic)
    {
        SpanNode.Match(manual, automatic);
        _matched.Enqueue((manual, automatic));
        return true;
    }

    private bool MatchAndDescend(SpanNode manual, SpanNode automatic)
    {
        Match(manual, automatic);
        Descend();
        return true;
    }
}
