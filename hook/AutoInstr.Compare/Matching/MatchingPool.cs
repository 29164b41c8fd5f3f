using AutoInstr.Viewer.Model;

namespace AutoInstr.Compare.Matching;

/// <summary>The spans below a pair that wait for a match, level by level.</summary>
internal sealed class MatchingPool
{
    private readonly NameQueues _left = new([]);
    private readonly NameQueues _right = new([]);
    private readonly Dictionary<(string, SpanKind, SpanCategory), RenamedSpans> _positions = [];
    private readonly List<SpanNode> _found = [];

    /// <summary>The nodes of the left side that have found their match here.</summary>
    public IReadOnlyList<SpanNode> Found => _found;

    /// <summary>Adds a level of each side, and matches what it can with all that waits.</summary>
    public void Add(IReadOnlyList<SpanNode> left, IReadOnlyList<SpanNode> right)
    {
        var touched = new HashSet<RenamedSpans>();
        // All of the left side wait before the right side comes, so that equal names meet before anything else does.
        foreach (var node in left)
            Meet(node, _right.Take(node), _left);
        foreach (var node in right)
            Meet(node, _left.Take(node), _right);
        foreach (var node in left.Where(static node => node.Match is null))
        {
            Position(node).AddLeft(node);
            touched.Add(Position(node));
        }
        foreach (var node in right.Where(static node => node.Match is null))
        {
            Position(node).AddRight(node);
            touched.Add(Position(node));
        }
        foreach (var position in touched)
            _found.AddRange(position.Match(RenamedSpans.Alike));
    }

    /// <summary>Matches what is left by whatever its names have in common.</summary>
    public void MatchRest()
    {
        foreach (var position in _positions.Values)
            _found.AddRange(position.Match(RenamedSpans.HardlyAlike));
    }

    private void Meet(SpanNode node, SpanNode? other, NameQueues queues)
    {
        if (other is null)
        {
            queues.Add(node);
            return;
        }
        node.MatchWith(other);
        _found.Add(node.Side == Side.Manual ? node : other);
    }

    private RenamedSpans Position(SpanNode node)
    {
        var key = (node.Span.ServiceName, node.Span.Kind, node.Category);
        if (!_positions.TryGetValue(key, out var position))
        {
            var isStep = node.Span.Kind is SpanKind.Internal or SpanKind.Unspecified;
            _positions.Add(key, position = new RenamedSpans(isNamedByPosition: !isStep));
        }
        return position;
    }
}
