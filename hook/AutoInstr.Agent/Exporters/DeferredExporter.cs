using System.Diagnostics;
using AutoInstr.Agent.SelfLog;
using OpenTelemetry;

namespace AutoInstr.Agent.Exporters;

/// <summary>
/// An exporter that is built with the first batch, on the thread that exports. So the start of the application pays neither for the
/// exporter's assembly nor for HttpClient, and whatever goes wrong while building or exporting stays on that thread and is told once.
/// </summary>
/// <param name="target">Where it delivers to.</param>
/// <param name="build">Makes the exporter proper; the delivery is for what it learns about its requests.</param>
/// <param name="log">Takes what there is to say.</param>
internal sealed class DeferredExporter(
    ExportTarget target, Func<Delivery, BaseExporter<Activity>> build, Action<LogLevel, string> log) : BaseExporter<Activity>
{
    private readonly Delivery _delivery = new(target, log);
    private readonly object _exporting = new();
    private volatile BaseExporter<Activity>? _exporter;
    private long _finishedSpans;

    /// <summary>The exporter's name in OTEL_TRACES_EXPORTER.</summary>
    public string Name => target.Exporter;

    /// <summary>Spans of the batches that have been exported, with or without success.</summary>
    public long FinishedSpans => Volatile.Read(ref _finishedSpans);

    /// <summary>Spans that were to be exported and did not arrive.</summary>
    public long UndeliveredSpans => _delivery.UndeliveredSpans;

    /// <inheritdoc/>
    public override ExportResult Export(in Batch<Activity> batch)
    {
        lock (_exporting)
        {
            // Nothing the exporter does itself may become a span.
            using var scope = SuppressInstrumentationScope.Begin();
            _delivery.Begin();
            var result = ExportResult.Failure;
            try
            {
                result = (_exporter ??= Build()).Export(batch);
            }
            catch (Exception exception)
            {
                // An exception that leaves this method would end the thread, and with it the process.
                _delivery.Note(exception);
            }
            Volatile.Write(ref _finishedSpans, _finishedSpans + batch.Count);
            return _delivery.End(result, batch.Count);
        }
    }

    /// <summary>Waits until no export is under way.</summary>
    protected override bool OnForceFlush(int timeoutMilliseconds)
    {
        if (!Monitor.TryEnter(_exporting, timeoutMilliseconds))
            return false;
        Monitor.Exit(_exporting);
        return true;
    }

    /// <inheritdoc/>
    protected override bool OnShutdown(int timeoutMilliseconds)
    {
        _delivery.Stop();
        return _exporter?.Shutdown(timeoutMilliseconds) ?? true;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _exporter?.Dispose();
        base.Dispose(disposing);
    }

    private BaseExporter<Activity> Build()
    {
        var exporter = build(_delivery);
        SdkInternals.SetParentProvider(exporter, ParentProvider);
        return exporter;
    }
}
