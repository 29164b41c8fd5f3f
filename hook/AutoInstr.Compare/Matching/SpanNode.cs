using AutoInstr.Viewer.Model;

namespace AutoInstr.Compare.Matching;

/// <summary>An edition.</summary>
internal enum Side
{
    /// <summary>The one that is instrumented by hand.</summary>
    Manual,
    /// <summary>The one that is not.</summary>
    Automatic,
}

/// <summary>A span in its place in the tree of one edition, and what it was matched with.</summary>
internal sealed class SpanNode(Span span, Side side)
{
    private readonly List<SpanNode> _children = [];

    /// <summary>The span.</summary>
    public Span Span => span;

    /// <summary>The edition it is of.</summary>
    public Side Side => side;

    /// <summary>The span that it is below of; <see langword="null"/> for a root, or where that span is not there.</summary>
    public SpanNode? Parent { get; private set; }

    /// <summary>The spans below it, by start.</summary>
    public IReadOnlyList<SpanNode> Children => _children;

    /// <summary>The span of the other edition.</summary>
    public SpanNode? Match { get; private set; }

    /// <summary>What kind of call it is about.</summary>
    public SpanCategory Category { get; } = SpanCategories.Of(span);

    /// <summary>The nearest span above that has a match.</summary>
    public SpanNode? MatchedAncestor
    {
        get
        {
            var ancestor = Parent;
            while (ancestor is { Match: null })
                ancestor = ancestor.Parent;
            return ancestor;
        }
    }

    /// <summary>Arranges the spans of a trace.</summary>
    /// <param name="spans">The spans; their order does not matter.</param>
    /// <param name="side">The edition they are of.</param>
    /// <returns>Roots, spans whose parent is not there, and one of every circle of parents, by start.</returns>
    /// <remarks>Of spans with one and the same id, the first one is the parent of those that name it.</remarks>
    public static IReadOnlyList<SpanNode> Arrange(IEnumerable<Span> spans, Side side)
    {
        // By start: among siblings of one process that is the order of calls, whatever the clocks of others say.
        var nodes = spans.OrderBy(static span => span.StartTimeUnixNano).ThenBy(static span => span.SpanId, StringComparer.Ordinal)
            .Select(span => new SpanNode(span, side)).ToList();
        var byId = new Dictionary<string, SpanNode>(nodes.Count, StringComparer.Ordinal);
        foreach (var node in nodes)
            byId.TryAdd(node.Span.SpanId, node);
        var roots = new List<SpanNode>();
        foreach (var node in nodes)
        {
            if (byId.TryGetValue(node.Span.ParentSpanId, out var parent) && !parent.IsBelow(node))
            {
                node.Parent = parent;
                parent._children.Add(node);
            }
            else
            {
                roots.Add(node);
            }
        }
        return roots;
    }

    /// <summary>Makes two nodes each other's match.</summary>
    public void MatchWith(SpanNode other) => (Match, other.Match) = (other, this);

    /// <summary>The span and all below it, parents before children.</summary>
    public IEnumerable<SpanNode> Descend()
    {
        // A stack of its own: how deep the tree is, senders decide.
        var pending = new Stack<SpanNode>([this]);
        while (pending.TryPop(out var node))
        {
            yield return node;
            for (var i = node._children.Count - 1; i >= 0; i--)
                pending.Push(node._children[i]);
        }
    }

    private bool IsBelow(SpanNode other)
    {
        // Only a span that has children already can close a circle.
        if (ReferenceEquals(this, other))
            return true;
        if (other._children.Count == 0)
            return false;
        for (var ancestor = this; ancestor is not null; ancestor = ancestor.Parent)
        {
            if (ReferenceEquals(ancestor, other))
                return true;
        }
        return false;
    }
}
