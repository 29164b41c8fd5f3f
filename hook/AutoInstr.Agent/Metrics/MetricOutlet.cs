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

    /// <summary>Makes one.</summary>
    /// <param name="settings">The reader and its exporter.</param>
    /// <param name="log">Takes what there is to say.</param>
    public static MetricOutlet Create(ReaderSettings settings, Action<LogLevel, string> log) => settings.Exporter switch
    {
        "otlp" => Otlp(settings, log),
        "console" => new PushOutlet(
            ConsoleExporter.Target(Signal.Metrics),
            static _ => new ConsoleMetricExporter(Console.OpenStandardOutput()), settings, log)
        {
            Temporality = Preference(settings.Temporality),
        },
        "prometheus" => new Prometheus.PrometheusOutlet(settings.Prometheus, log),
        _ => throw new ArgumentOutOfRangeException(nameof(settings), settings.Exporter, "No such exporter."),
    };

    /// <summary>Makes the one of a plug-in's exporter.</summary>
    /// <param name="exporter">The exporter.</param>
    /// <param name="settings">The settings of metrics.</param>
    /// <param name="log">Takes what there is to say.</param>
    public static MetricOutlet Of(BaseExporter<Metric> exporter, MetricsSettings settings, Action<LogLevel, string> log) =>
        new PushOutlet(
            new ExportTarget("plug-in", "a plug-in") { Signal = Signal.Metrics }, _ => exporter,
            new ReaderSettings { Interval = settings.ExportInterval, Timeout = settings.ExportTimeout }, log);

    /// <summary>Everything that listens is in place: exports begin.</summary>
    /// <param name="selection">What is exported.</param>
    public abstract void Open(MetricSelection selection);

    /// <inheritdoc/>
    public abstract void Dispose();

    private static PushOutlet Otlp(ReaderSettings settings, Action<LogLevel, string> log)
    {
        OtlpExport.Require();
        var otlp = settings.Otlp.Within(settings.Timeout);
        return new PushOutlet(OtlpExport.Target(otlp, Signal.Metrics), delivery => OtlpExport.Metrics(otlp, delivery), settings, log)
        {
            Temporality = Preference(settings.Temporality),
        };
    }

    private static MetricReaderTemporalityPreference Preference(string temporality) => temporality switch
    {
        "delta" => MetricReaderTemporalityPreference.Delta,
        "lowmemory" => MetricReaderTemporalityPreference.LowMemory,
        _ => MetricReaderTemporalityPreference.Cumulative,
    };
}
