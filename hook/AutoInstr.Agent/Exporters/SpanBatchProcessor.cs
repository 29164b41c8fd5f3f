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

    /// <summary>Spans that were taken from the queue and did not arrive.</summary>
    public long UndeliveredSpans => _exporter.UndeliveredSpans;
}
