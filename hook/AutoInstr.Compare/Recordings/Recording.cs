using AutoInstr.Viewer;
using AutoInstr.Viewer.Model;

namespace AutoInstr.Compare.Recordings;

/// <summary>What one edition sent: its traces as trees, and the shapes of what it measured and logged.</summary>
/// <param name="Traces">By the start of their first span.</param>
/// <param name="Duplicates">How many spans were there a second time and are left out.</param>
/// <param name="Rejected">How many spans were invalid.</param>
internal sealed record Recording(IReadOnlyList<SpanTree> Traces, int Duplicates, int Rejected)
{
    /// <summary>What it measured.</summary>
    public IReadOnlyList<RecordedInstrument> Instruments { get; init; } = [];

    /// <summary>What it logged.</summary>
    public IReadOnlyList<RecordedLog> Logs { get; init; } = [];

    /// <summary>How many spans there are.</summary>
    public int Spans { get; } = Traces.Sum(static trace => trace.Nodes.Count);

    /// <summary>Every span's node, trace by trace.</summary>
    public IEnumerable<SpanNode> Nodes => Traces.SelectMany(static trace => trace.Nodes);

    /// <summary>Arranges all that a store has.</summary>
    public static Recording Of(TelemetryStore store) => Of(store.Traces.Spans, (int)store.Traces.Counts.RejectedSpans) with
    {
        Instruments = RecordedInstrument.Of(store.Metrics.Series),
        Logs = RecordedLog.Of(store.Logs.Records),
    };

    /// <summary>Arranges spans. One that was sent again, as exporters do after a lost answer, counts once.</summary>
    /// <param name="spans">The valid ones, in the order received.</param>
    /// <param name="rejected">How many others there were.</param>
    public static Recording Of(IEnumerable<Span> spans, int rejected = 0)
    {
        var seen = new HashSet<(string, string, string, ulong, ulong)>();
        var byTrace = new Dictionary<string, List<Span>>(StringComparer.Ordinal);
        var duplicates = 0;
        foreach (var span in spans)
        {
            if (!seen.Add((span.TraceId, span.SpanId, span.Name, span.StartTimeUnixNano, span.EndTimeUnixNano)))
            {
                duplicates++;
                continue;
            }
            if (!byTrace.TryGetValue(span.TraceId, out var trace))
                byTrace.Add(span.TraceId, trace = []);
            trace.Add(span);
        }
        var trees = byTrace.Select(static trace => SpanTree.Of(trace.Key, trace.Value))
            .OrderBy(static tree => tree.Roots[0].Span.StartTimeUnixNano);
        return new Recording([.. trees], duplicates, rejected);
    }
}
