using System.Diagnostics;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Exporters;
using AutoInstr.Agent.SelfLog;
using OpenTelemetry;

namespace AutoInstr.Agent.Traces;

/// <summary>The batching span processor of one exporter: encodes spans as they end.</summary>
/// <remarks>https://opentelemetry.io/docs/specs/otel/trace/sdk/#batching-processor.</remarks>
internal sealed class SpanProcessor : BaseProcessor<Activity>
{
    private readonly SpanQueue _queue;

    /// <summary>Starts it.</summary>
    /// <param name="path">The way out.</param>
    /// <param name="settings">Queue, batch and times.</param>
    /// <param name="log">Takes what there is to say.</param>
    public SpanProcessor(ExportPath<SpanEncoder> path, BatchSettings settings, Action<LogLevel, string> log)
    {
        _queue = new SpanQueue(settings, path.CreateEncoder, path.ReportEncoding(log));
        Sender = new BatchSender(_queue, path.Target, path.CreateExporter, log);
    }

    /// <summary>What sends the spans.</summary>
    public BatchSender Sender { get; }

    /// <inheritdoc/>
    public override void OnEnd(Activity data)
    {
        if (data.Recorded)
            _queue.Offer(data);
    }

    /// <inheritdoc/>
    protected override bool OnForceFlush(int timeoutMilliseconds) => Sender.Flush(timeoutMilliseconds);

    /// <inheritdoc/>
    protected override bool OnShutdown(int timeoutMilliseconds) => Sender.ShutDown(timeoutMilliseconds);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            Sender.Dispose();
    }
}
