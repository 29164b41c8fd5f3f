using System.Diagnostics;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Exporters;
using AutoInstr.Agent.SelfLog;
using OpenTelemetry;

namespace AutoInstr.Agent.Traces;

/// <summary>The batching span processor of one exporter: encodes spans as they end, and exports them from a thread of its own.</summary>
/// <remarks>
/// The exporter is built with the first batch, on that thread. So the start of the application does not pay for HttpClient, and
/// whatever goes wrong while building or exporting stays there and is told once.
/// https://opentelemetry.io/docs/specs/otel/trace/sdk/#batching-processor.
/// </remarks>
internal sealed class SpanProcessor : BaseProcessor<Activity>
{
    private readonly ExportPath _path;
    private readonly SpanQueue _queue;
    private readonly Delivery _delivery;
    private readonly Thread _thread;
    private volatile SpanExporter? _exporter;

    /// <summary>Starts the thread.</summary>
    /// <param name="path">The way out.</param>
    /// <param name="settings">Queue, batch and times.</param>
    /// <param name="log">Takes what there is to say.</param>
    public SpanProcessor(ExportPath path, BatchSettings settings, Action<LogLevel, string> log)
    {
        _path = path;
        QueueSize = settings.MaxQueueSize;
        _queue = new SpanQueue(settings, path.CreateEncoder, exception => log(
            LogLevel.Error, $"{Name}: a span could not be encoded ({exception.GetType().Name}: {exception.Message}); " +
            "further ones are only counted, please report this"));
        _delivery = new Delivery(path.Target, log);
        _thread = new Thread(Run) { IsBackground = true, Name = "AutoInstr " + Name };
        _thread.UnsafeStart();
    }

    /// <summary>The exporter's name in OTEL_TRACES_EXPORTER.</summary>
    public string Name => _path.Target.Exporter;

    /// <summary>What becomes of the batches.</summary>
    public Delivery Delivery => _delivery;

    /// <summary>Spans that came into the queue.</summary>
    public long QueuedSpans => _queue.Added;

    /// <summary>Spans that wait in the queue.</summary>
    public long WaitingSpans => _queue.Waiting;

    /// <summary>Spans that the queue has room for.</summary>
    public int QueueSize { get; }

    /// <summary>Spans that found the queue full.</summary>
    public long DroppedSpans => _queue.Dropped;

    /// <summary>Spans that ended after the export was shut down.</summary>
    public long LateSpans => _queue.Late;

    /// <summary>Spans that are in the queue or on their way.</summary>
    public long PendingSpans => _queue.Pending;

    /// <summary>Spans that were to be exported and did not arrive.</summary>
    public long UndeliveredSpans => _delivery.Undelivered + _queue.Unencoded;

    /// <inheritdoc/>
    public override void OnEnd(Activity data)
    {
        if (data.Recorded)
            _queue.Offer(data);
    }

    /// <inheritdoc/>
    protected override bool OnForceFlush(int timeoutMilliseconds) => _queue.Flush(timeoutMilliseconds);

    /// <inheritdoc/>
    protected override bool OnShutdown(int timeoutMilliseconds)
    {
        var started = Stopwatch.GetTimestamp();
        _queue.Close();
        var isDone = _thread.Join(timeoutMilliseconds);
        _delivery.Stop();
        var left = timeoutMilliseconds - (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        _exporter?.ShutDown(timeoutMilliseconds < 0 ? Timeout.Infinite : (int)Math.Max(0, left));
        return isDone;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing)
            return;
        _queue.Close();
        _exporter?.Dispose();
        _queue.Dispose();
    }

    private void Run()
    {
        // Nothing the exporter does itself may become a span.
        using var scope = SuppressInstrumentationScope.Begin();
        while (_queue.Next() is { } batch)
        {
            Export(batch);
            _queue.Return(batch);
        }
    }

    private void Export(SpanBatch batch)
    {
        _delivery.Begin();
        var isSent = false;
        try
        {
            isSent = (_exporter ??= _path.CreateExporter(_delivery)).Export(batch);
        }
        catch (Exception exception)
        {
            // An exception that leaves this thread would end the process.
            _delivery.Note(exception);
        }
        _delivery.End(isSent, batch.Count);
    }
}
