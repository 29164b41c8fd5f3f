using System.Diagnostics;
using AutoInstr.Agent.Configuration;
using OpenTelemetry;

namespace AutoInstr.Agent.Exporters;

/// <summary>The SDK's batch processor, which can be asked afterwards what was lost.</summary>
/// <param name="exporter">Where batches go.</param>
/// <param name="settings">Queue, batch and times.</param>
internal sealed class SpanBatchProcessor(DeferredExporter exporter, BatchSettings settings) : BatchActivityExportProcessor(
    exporter, settings.MaxQueueSize, settings.ScheduleDelay, settings.ExportTimeout, settings.MaxExportBatchSize)
{
    private readonly DeferredExporter _exporter = exporter;

    /// <summary>The exporter's name in OTEL_TRACES_EXPORTER.</summary>
    public string Name => _exporter.Name;

    /// <summary>Spans that found the queue full.</summary>
    public long DroppedSpans => SdkInternals.DroppedCount(this);

    /// <summary>Spans that are in the queue or on their way.</summary>
    public long PendingSpans => SdkInternals.ReceivedCount(this) - DroppedSpans - _exporter.FinishedSpans;

    /// <summary>Spans that were taken from the queue and did not arrive.</summary>
    public long UndeliveredSpans => _exporter.UndeliveredSpans;

    /// <inheritdoc/>
    /// <remarks>The SDK's own flush is done as soon as the queue is empty, while the last batch may still be on its way.</remarks>
    protected override bool OnForceFlush(int timeoutMilliseconds)
    {
        var started = Stopwatch.GetTimestamp();
        if (!base.OnForceFlush(timeoutMilliseconds))
            return false;
        var left = timeoutMilliseconds - (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        return _exporter.ForceFlush(timeoutMilliseconds < 0 ? Timeout.Infinite : (int)Math.Max(0, left));
    }
}
