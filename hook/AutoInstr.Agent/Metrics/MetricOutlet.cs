using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Exporters;
using AutoInstr.Agent.SelfLog;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace AutoInstr.Agent.Metrics;

/// <summary>A way of metrics out of the process.</summary>
internal abstract class MetricOutlet : IDisposable
{
    /// <summary>Collects for it.</summary>
    public abstract MetricReader Reader { get; }

    /// <summary>What becomes of its exports, where it sends by itself.</summary>
    public virtual Delivery? Delivery => null;

    /// <summary>Makes the one of a name in OTEL_METRICS_EXPORTER.</summary>
    /// <param name="name">The name.</param>
    /// <param name="settings">The settings of metrics.</param>
    /// <param name="log">Takes what there is to say.</param>
    public static MetricOutlet Create(string name, MetricsSettings settings, Action<LogLevel, string> log) => name switch
    {
        "otlp" => Otlp(settings, log),
        "console" => new PushOutlet(
            ConsoleExporter.Target(Signal.Metrics),
            static _ => new ConsoleMetricExporter(Console.OpenStandardOutput()), settings, log),
        "prometheus" => new Prometheus.PrometheusOutlet(settings, log),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such exporter."),
    };

    /// <summary>Makes the one of a plug-in's exporter.</summary>
    /// <param name="exporter">The exporter.</param>
    /// <param name="settings">The settings of metrics.</param>
    /// <param name="log">Takes what there is to say.</param>
    public static MetricOutlet Of(BaseExporter<Metric> exporter, MetricsSettings settings, Action<LogLevel, string> log) =>
        new PushOutlet(new ExportTarget("plug-in", "a plug-in") { Signal = Signal.Metrics }, _ => exporter, settings, log);

    /// <summary>Everything that listens is in place: exports begin.</summary>
    /// <param name="selection">What is exported.</param>
    public abstract void Open(MetricSelection selection);

    /// <inheritdoc/>
    public abstract void Dispose();

    private static PushOutlet Otlp(MetricsSettings settings, Action<LogLevel, string> log)
    {
        OtlpExport.Require();
        var otlp = settings.Otlp.Within(settings.ExportTimeout);
        return new PushOutlet(OtlpExport.Target(otlp, Signal.Metrics), delivery => OtlpExport.Metrics(otlp, delivery), settings, log)
        {
            Temporality = settings.Temporality switch
            {
                "delta" => MetricReaderTemporalityPreference.Delta,
                "lowmemory" => MetricReaderTemporalityPreference.LowMemory,
                _ => MetricReaderTemporalityPreference.Cumulative,
            },
        };
    }
}
