using AutoInstr.Compare.Recordings;

namespace AutoInstr.Compare.Matching;

/// <summary>Finds the partners of all spans of two recordings.</summary>
internal static class RecordingAlignment
{
    /// <summary>Pairs the traces, aligns each pair, and then looks for traces that are part of another one in the other edition, because
    /// there the context went along and here it did not.</summary>
    public static void Align(Recording manual, Recording automatic)
    {
        TracePairing.Pair(manual.Traces, automatic.Traces);
        foreach (var tree in manual.Traces)
            if (tree.Partner is { } other)
                TreeAlignment.Align(tree, other);
        FindParts(manual, automatic, TreeAlignment.AlignBeneath);
        FindParts(automatic, manual, static (part, whole) => TreeAlignment.AlignBeneath(whole, part));
        foreach (var tree in manual.Traces.Concat(automatic.Traces))
            tree.FindAnchors();
    }

    private static void FindParts(Recording parts, Recording wholes, Action<SpanNode, SpanNode> align)
    {
        var loose = wholes.Traces.Where(static tree => tree.Partner is not null)
            .SelectMany(static tree => tree.Nodes.Where(static node => node is { Partner: null, Parent: not null }))
            .GroupBy(static node => node.Name)
            .ToDictionary(static group => group.Key, static group => new Queue<SpanNode>(group));
        foreach (var tree in parts.Traces.Where(static tree => tree.Partner is null))
        {
            var root = tree.Roots[0];
            if (root.Partner is not null || !loose.TryGetValue(root.Name, out var places))
                continue;
            while (places.TryDequeue(out var place))
            {
                if (place.Partner is not null)
                    continue;
                align(root, place);
                break;
            }
        }
    }
}
