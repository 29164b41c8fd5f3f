using AutoInstr.Viewer.Model;

namespace AutoInstr.Compare.Recordings;

/// <summary>A trace's spans by who called whom.</summary>
/// <remarks>
/// Only parent ids place a span; times order siblings and nothing else, so that clocks which disagree between services do no harm.
/// A span whose parent was not recorded is at the top, and so is one span of every circle of parents. Where an id is there twice, the
/// children are those of the span that came first.
/// </remarks>
internal sealed class SpanTree
{
    private SpanTree(string id, IReadOnlyList<SpanNode> roots, IReadOnlyList<SpanNode> nodes) => (Id, Roots, Nodes) = (id, roots, nodes);

    /// <summary>The trace's id.</summary>
    public string Id { get; }

    /// <summary>The spans at the top, true roots before those that lack their parent; never empty.</summary>
    public IReadOnlyList<SpanNode> Roots { get; }

    /// <summary>All spans, parents before their children.</summary>
    public IReadOnlyList<SpanNode> Nodes { get; }

    /// <summary>The trace of the other edition, once it is found.</summary>
    public SpanTree? Partner { get; private set; }

    /// <summary>Whether it has no partner yet.</summary>
    public bool IsFree => Partner is null;

    /// <summary>Makes two traces partners.</summary>
    public static void Match(SpanTree manual, SpanTree automatic) => (manual.Partner, automatic.Partner) = (automatic, manual);

    /// <summary>Finds every span's position, for the partners that there are by now.</summary>
    public void FindAnchors()
    {
        foreach (var node in Nodes)
            node.FindAnchor();
    }

    /// <summary>Arranges the spans of one trace.</summary>
    public static SpanTree Of(string id, IReadOnlyList<Span> spans)
    {
        var byId = new Dictionary<string, SpanNode>(spans.Count, StringComparer.Ordinal);
        var nodes = new List<SpanNode>(spans.Count);
        foreach (var span in spans)
        {
            var node = new SpanNode(span);
            nodes.Add(node);
            byId.TryAdd(span.SpanId, node);
        }
        var inOrder = nodes.OrderBy(static node => node.Span.StartTimeUnixNano).ThenByDescending(static node => node.Span.EndTimeUnixNano)
            .ThenBy(static node => node.Span.Name, StringComparer.Ordinal).ToList();
        var roots = new List<SpanNode>();
        foreach (var node in inOrder)
        {
            if (byId.GetValueOrDefault(node.Span.ParentSpanId) is { } parent && parent != node)
                parent.Adopt(node);
            else
                roots.Add(node);
            node.IsOrphan = node.Parent is null && node.Span.ParentSpanId.Length > 0;
        }
        roots = [.. roots.OrderBy(static root => root.IsOrphan)];
        var ordered = Walk(roots);
        if (ordered.Count < nodes.Count)
            BreakCircles(inOrder, roots, ordered);
        for (var i = ordered.Count - 1; i >= 0; i--)
        {
            ordered[i].Shape = ShapeOf(ordered[i]);
            ordered[i].Offset = unchecked((long)(ordered[i].Span.StartTimeUnixNano - roots[0].Span.StartTimeUnixNano));
        }
        return new SpanTree(id, roots, ordered);
    }

    /// <summary>Lists spans and all those beneath them, parents first.</summary>
    public static List<SpanNode> Walk(IEnumerable<SpanNode> tops)
    {
        var ordered = new List<SpanNode>(tops);
        for (var i = 0; i < ordered.Count; i++)
            ordered.AddRange(ordered[i].Children);
        return ordered;
    }

    private static void BreakCircles(List<SpanNode> inOrder, List<SpanNode> roots, List<SpanNode> ordered)
    {
        var placed = new HashSet<SpanNode>(ordered);
        foreach (var start in inOrder)
        {
            if (placed.Contains(start))
                continue;
            var above = new HashSet<SpanNode>();
            var top = start;
            while (above.Add(top))
                top = top.Parent!;
            top.Parent!.Children.Remove(top);
            top.BecomeRoot();
            roots.Add(top);
            var below = Walk([top]);
            placed.UnionWith(below);
            ordered.AddRange(below);
        }
    }

    /// <summary>A sum does not depend on the order of its terms: siblings that ran at the same time may end up in any.</summary>
    private static ulong ShapeOf(SpanNode node)
    {
        var sum = 0ul;
        foreach (var child in node.Children)
            sum = unchecked(sum + Fingerprint.Mix(child.Shape, Fingerprint.Of(child.Name)));
        return sum;
    }
}
