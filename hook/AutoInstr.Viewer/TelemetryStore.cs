using AutoInstr.Viewer.Decoding;

namespace AutoInstr.Viewer;

/// <summary>What a receiver keeps of the three signals, each within bounds of its own.</summary>
/// <param name="traces">The spans; it also counts what was received of every signal.</param>
/// <param name="logs">The log records.</param>
/// <param name="metrics">The data points.</param>
public sealed class TelemetryStore(TraceStore traces, LogStore logs, MetricStore metrics)
{
    /// <summary>The spans, and how much of everything was received.</summary>
    public TraceStore Traces { get; } = traces;

    /// <summary>The log records.</summary>
    public LogStore Logs { get; } = logs;

    /// <summary>The metric data points.</summary>
    public MetricStore Metrics { get; } = metrics;

    /// <summary>Takes a request.</summary>
    internal void Add(DecodedRequest request)
    {
        // What is kept comes first: who sees that the counts have changed finds it.
        switch (request.Signal)
        {
            case Signal.Metrics:
                Metrics.Add(request.Points);
                Traces.AddDataPoints(request.Points.Count);
                break;
            case Signal.Logs:
                Logs.Add(request.LogRecords);
                Traces.AddLogRecords(request.LogRecords.Count);
                break;
            default:
                Traces.Add(request.Spans, request.RejectedSpans);
                break;
        }
    }
}
