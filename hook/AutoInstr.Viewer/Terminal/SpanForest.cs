using AutoInstr.Viewer.Model;

namespace AutoInstr.Viewer.Terminal;

/// <summary>A span's place in the tree.</summary>
/// <param name="Span">The span.</param>
/// <param name="Guide">The lines that lead to it, such as <c>│  └─ </c>.</param>
/// <param name="Below">The lines that pass by text beneath it, of the same width.</param>
/// <param name="Note">What is odd about its place, or an empty string.</param>
internal readonly record struct TreeRow(Span Span, string Guide, string Below, string Note);

/// <summary>Arranges the spans of a trace by who called whom.</summary>
internal sealed class SpanForest
{
    private const int MaxGuide = 30;

    private readonly List<Span> _spans;
    private readonly Dictionary<string, Span> _byId = new(StringComparer.Ordinal);
    private readonly ILookup<string, Span> _children;
    private readonly HashSet<Span> _placed = new(ReferenceEqualityComparer.Instance);
    private readonly List<TreeRow> _rows = [];

    private SpanForest(IReadOnlyList<Span> spans)
    {
        _spans = [.. spans.OrderBy(static span => span.StartTimeUnixNano)];
        // Should an id be there twice, the children go to the span that came first.
        foreach (var span in spans)
            _byId.TryAdd(span.SpanId, span);
        _children = _spans.Where(HasParent).ToLookup(static span => span.ParentSpanId, StringComparer.Ordinal);
    }

    /// <summary>Puts every span in its place: children beneath their parent, siblings by start, and at the top level roots, spans whose
    /// parent is not there, and one span of every circle of parents.</summary>
    /// <param name="spans">The spans of one trace.</param>
    /// <returns>Each span once, from top to bottom.</returns>
    public static IReadOnlyList<TreeRow> Arrange(IReadOnlyList<Span> spans)
    {
        var forest = new SpanForest(spans);
        foreach (var span in forest._spans)
            if (!forest.HasParent(span))
                forest.Place(span, span.ParentSpanId.Length == 0 ? "" : $"parent {span.ParentSpanId} not received");
        foreach (var span in forest._spans)
            if (!forest._placed.Contains(span))
                forest.Place(forest.InCircleAbove(span), "its own ancestor");
        return forest._rows;
    }

    private bool HasParent(Span span) => span.ParentSpanId.Length > 0 && _byId.ContainsKey(span.ParentSpanId);

    private void Place(Span top, string note)
    {
        // A stack of its own: how deep the tree is, senders decide.
        var pending = new Stack<(Span Span, string Guide, string Indent)>();
        pending.Push((top, "", ""));
        while (pending.TryPop(out var next))
        {
            if (!_placed.Add(next.Span))
                continue;
            var children = ChildrenOf(next.Span);
            var below = Shorten(next.Indent + (children.Count > 0 ? "│ " : "  "));
            _rows.Add(new TreeRow(next.Span, next.Guide, below, ReferenceEquals(next.Span, top) ? note : ""));
            for (var i = children.Count - 1; i >= 0; i--)
            {
                var isLast = i == children.Count - 1;
                var (guide, indent) = isLast ? ("└─ ", "   ") : ("├─ ", "│  ");
                pending.Push((children[i], Shorten(next.Indent + guide), Shorten(next.Indent + indent)));
            }
        }
    }

    private List<Span> ChildrenOf(Span span) =>
        ReferenceEquals(_byId[span.SpanId], span) ? [.. _children[span.SpanId].Where(child => !_placed.Contains(child))] : [];

    private Span InCircleAbove(Span span)
    {
        var seen = new HashSet<Span>(ReferenceEqualityComparer.Instance);
        while (seen.Add(span))
            span = _byId[span.ParentSpanId];
        return span;
    }

    /// <summary>Of guides that would push the text off the line the nearest levels are kept.</summary>
    private static string Shorten(string guide) => guide.Length <= MaxGuide ? guide : "⋯" + guide[^(MaxGuide - 1)..];
}
