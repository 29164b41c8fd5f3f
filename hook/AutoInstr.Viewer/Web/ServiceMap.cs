using AutoInstr.Viewer.Model;

namespace AutoInstr.Viewer.Web;

/// <summary>A service, or something that services call and that sends no spans of its own, such as a database.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsRemote">Whether it sends no spans.</param>
/// <param name="Spans">How many spans it has, or has been called with.</param>
/// <param name="Errors">How many of them failed.</param>
internal sealed record ServiceNode(string Name, bool IsRemote, int Spans, int Errors);

/// <summary>Calls from one to another.</summary>
/// <param name="From">Who calls.</param>
/// <param name="To">Who is called.</param>
/// <param name="Calls">How often.</param>
/// <param name="Errors">How often it failed.</param>
internal sealed record ServiceEdge(string From, string To, int Calls, int Errors);

/// <summary>Which service calls which, drawn from the spans.</summary>
/// <param name="Nodes">Who there is.</param>
/// <param name="Edges">Who calls whom.</param>
internal sealed record ServiceMap(IReadOnlyList<ServiceNode> Nodes, IReadOnlyList<ServiceEdge> Edges)
{
    /// <summary>Draws it from some traces.</summary>
    public static ServiceMap Of(IEnumerable<TraceRow> rows)
    {
        var nodes = new Dictionary<string, ServiceNode>(StringComparer.Ordinal);
        var edges = new Dictionary<(string, string), ServiceEdge>();
        foreach (var row in rows)
        {
            var spans = row.Trace.Spans;
            var services = new Dictionary<string, string>(spans.Count, StringComparer.Ordinal);
            foreach (var span in spans)
                services.TryAdd(span.SpanId, span.ServiceName);
            var called = spans.Where(static span => span.Kind is SpanKind.Server or SpanKind.Consumer)
                .Select(static span => span.ParentSpanId).ToHashSet(StringComparer.Ordinal);
            foreach (var span in spans)
            {
                var errors = span.Status == SpanStatus.Error ? 1 : 0;
                Count(span.ServiceName, isRemote: false, errors);
                if (services.TryGetValue(span.ParentSpanId, out var caller) && caller != span.ServiceName)
                    Connect(caller, span.ServiceName, errors);
                else if (span.Kind is SpanKind.Client or SpanKind.Producer && !called.Contains(span.SpanId) && RemoteOf(span) is { } remote)
                {
                    Count(remote, isRemote: true, errors);
                    Connect(span.ServiceName, remote, errors);
                }
            }
        }
        return new ServiceMap([.. nodes.Values], [.. edges.Values]);

        void Count(string name, bool isRemote, int errors)
        {
            var node = nodes.GetValueOrDefault(name) ?? new ServiceNode(name, isRemote, 0, 0);
            nodes[name] = node with { IsRemote = node.IsRemote && isRemote, Spans = node.Spans + 1, Errors = node.Errors + errors };
        }

        void Connect(string from, string to, int errors)
        {
            var edge = edges.GetValueOrDefault((from, to)) ?? new ServiceEdge(from, to, 0, 0);
            edges[(from, to)] = edge with { Calls = edge.Calls + 1, Errors = edge.Errors + errors };
        }
    }

    private static string? RemoteOf(Span span) =>
        (span.Attributes["db.system.name"] ?? span.Attributes["db.system"] ?? span.Attributes["messaging.system"] ??
            span.Attributes["rpc.system.name"] ?? span.Attributes["server.address"]) as string;
}
