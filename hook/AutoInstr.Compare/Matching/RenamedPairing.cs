using AutoInstr.Compare.Recordings;

namespace AutoInstr.Compare.Matching;

/// <summary>Pairs spans of different names.</summary>
/// <remarks>
/// <para>A span counts as renamed only where its name is missing on the other side and the other name on this side; otherwise it would
/// take a partner from a span that was moved or lies deeper.</para>
/// <para>Of a call that leaves or enters a process, role and position tell what it is. Of a step within one, only its name does: there, the
/// names must share words, and those that share most go together first.</para>
/// </remarks>
internal sealed class RenamedPairing
{
    /// <summary>So many different names of either side are compared by their words.</summary>
    private const int MaxNames = 100;

    private readonly Dictionary<NameKey, int> _surplus = [];
    private readonly NameWords _words = new();

    /// <summary>Counts the names of both sides.</summary>
    /// <param name="manual">All spans of the one.</param>
    /// <param name="automatic">All spans of the other.</param>
    public RenamedPairing(IEnumerable<SpanNode> manual, IEnumerable<SpanNode> automatic)
    {
        foreach (var node in manual)
            _surplus[node.Name] = _surplus.GetValueOrDefault(node.Name) + 1;
        foreach (var node in automatic)
            _surplus[node.Name] = _surplus.GetValueOrDefault(node.Name) - 1;
    }

    /// <summary>Pairs those of the given spans that were renamed.</summary>
    /// <param name="manual">Spans of the one side.</param>
    /// <param name="automatic">Spans of the other, in the same position.</param>
    /// <param name="match">Makes a pair.</param>
    public void Pair(IReadOnlyList<SpanNode> manual, IReadOnlyList<SpanNode> automatic, Func<SpanNode, SpanNode, bool> match)
    {
        var missingThere = manual.Where(node => node.IsFree && _surplus[node.Name] > 0).ToList();
        var missingHere = automatic.Where(node => node.IsFree && _surplus[node.Name] < 0).ToList();
        if (missingThere.Count == 0 || missingHere.Count == 0)
            return;
        PairBy(static node => (node.Role, node.Category, node.Subject));
        PairBy(static node => (node.Role, node.Category));
        PairBy(static node => node.Role);
        PairSteps(missingThere, missingHere, Rename);

        void PairBy<TKey>(Func<SpanNode, TKey> key)
            where TKey : notnull =>
            OrderedPairing.Pair(
                missingThere, missingHere, static node => node.IsFree && !IsStep(node), key, static node => node.Shape, Rename);

        bool Rename(SpanNode ours, SpanNode theirs)
        {
            if (_surplus[ours.Name] <= 0 || _surplus[theirs.Name] >= 0 || !AreOfOneSort(ours.Category, theirs.Category))
                return false;
            _surplus[ours.Name]--;
            _surplus[theirs.Name]++;
            return match(ours, theirs);
        }
    }

    private void PairSteps(List<SpanNode> manual, List<SpanNode> automatic, Func<SpanNode, SpanNode, bool> match)
    {
        var byService = automatic.Where(static node => node.IsFree && IsStep(node)).ToLookup(static node => node.Role);
        foreach (var ours in manual.Where(static node => node.IsFree && IsStep(node)).GroupBy(static node => node.Role).ToList())
        {
            var (mine, theirs) = (NamesOf(ours), NamesOf(byService[ours.Key]));
            foreach (var (name, other) in _words.FindAlike([.. mine.Keys], [.. theirs.Keys]))
                OrderedPairing.Pair(mine[name], theirs[other], static node => node.IsFree, static _ => 0, static node => node.Shape, match);
        }
    }

    private static Dictionary<string, List<SpanNode>> NamesOf(IEnumerable<SpanNode> nodes) =>
        nodes.GroupBy(static node => node.Name.Name, StringComparer.Ordinal).Take(MaxNames)
            .ToDictionary(static group => group.Key, static group => group.ToList(), StringComparer.Ordinal);

    private static bool IsStep(SpanNode node) =>
        node is { Role.Kind: Viewer.Model.SpanKind.Internal, Category: SpanCategory.Other };

    private static bool AreOfOneSort(SpanCategory one, SpanCategory other) =>
        one == other || one == SpanCategory.Other || other == SpanCategory.Other;
}
