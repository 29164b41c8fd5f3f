using System.Diagnostics;
using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AutoInstr.Plugins;

/// <summary>Takes what a plug-in adds. The agent owns what it is given and disposes it at the end of the process.</summary>
public interface ITelemetryBuilder
{
    /// <summary>Finds out more about the process. What the environment says wins, and what the agent's own detectors find.</summary>
    /// <param name="detector">The detector.</param>
    void AddResourceDetector(IResourceDetector detector);

    /// <summary>Decides which spans are recorded.</summary>
    /// <param name="create">Makes the sampler. Is given the one that the settings ask for, to be used inside it.</param>
    void SetSampler(Func<Sampler, Sampler> create);

    /// <summary>Sees each span at its start and its end, inside the application's calls, and may change it. Processors run in the order
    /// in which they are added, before every exporter.</summary>
    /// <param name="processor">The processor.</param>
    void AddSpanProcessor(BaseProcessor<Activity> processor);

    /// <summary>Exports spans in batches, beside what OTEL_TRACES_EXPORTER names.</summary>
    /// <param name="exporter">The exporter.</param>
    void AddSpanExporter(BaseExporter<Activity> exporter);

    /// <summary>Says how an instrument is aggregated, in place of what the agent would do.</summary>
    /// <param name="view">Is asked for each instrument; <see langword="null"/> leaves it to the next view and then to the agent.</param>
    void AddView(Func<Instrument, MetricStreamConfiguration?> view);

    /// <summary>Exports metrics from time to time (OTEL_METRIC_EXPORT_INTERVAL), beside what OTEL_METRICS_EXPORTER names.</summary>
    /// <param name="exporter">The exporter.</param>
    void AddMetricExporter(BaseExporter<Metric> exporter);

    /// <summary>Sees each log record, inside the application's calls, and may change it. Processors run in the order in which they are
    /// added, before every exporter.</summary>
    /// <param name="processor">The processor; its <c>OnEnd</c> is called.</param>
    void AddLogProcessor(BaseProcessor<LogRecord> processor);

    /// <summary>Exports log records in batches, beside what OTEL_LOGS_EXPORTER names.</summary>
    /// <param name="exporter">The exporter.</param>
    void AddLogExporter(BaseExporter<LogRecord> exporter);
}
