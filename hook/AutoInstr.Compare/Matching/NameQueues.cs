using AutoInstr.Viewer.Model;

namespace AutoInstr.Compare.Matching;

/// <summary>Nodes that wait for a match, in the order in which they came, by service, kind and name.</summary>
internal sealed class NameQueues
{
    private readonly Dictionary<(string, SpanKind, string), Queue<SpanNode>> _queues = [];

    /// <summary>Begins with some nodes.</summary>
    public NameQueues(IEnumerable<SpanNode> nodes)
    {
        foreach (var node in nodes)
            Add(node);
    }

    /// <summary>Lets a node wait.</summary>
    public void Add(SpanNode node)
    {
        if (!_queues.TryGetValue(Key(node), out var queue))
            _queues.Add(Key(node), queue = new Queue<SpanNode>());
        queue.Enqueue(node);
    }

    /// <summary>Takes the node that has waited longest of those that are like another one.</summary>
    public SpanNode? Take(SpanNode like)
    {
        if (!_queues.TryGetValue(Key(like), out var queue))
            return null;
        // Another way may have matched it since.
        while (queue.TryDequeue(out var node))
        {
            if (node.Match is null)
                return node;
        }
        return null;
    }

    private static (string, SpanKind, string) Key(SpanNode node) => (node.Span.ServiceName, node.Span.Kind, node.Span.Name);
}
