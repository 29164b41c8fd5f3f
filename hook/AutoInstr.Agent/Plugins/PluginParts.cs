using System.Diagnostics;
using System.Diagnostics.Metrics;
using AutoInstr.Plugins;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AutoInstr.Agent.Plugins;

/// <summary>What one plug-in adds, each part with its guard around it.</summary>
/// <param name="guard">The plug-in's.</param>
internal sealed class PluginParts(PluginGuard guard) : ITelemetryBuilder
{
    private readonly List<IResourceDetector> _detectors = [];
    private readonly List<Func<Instrument, MetricStreamConfiguration?>> _views = [];
    private Func<Sampler, Sampler>? _createSampler;

    /// <summary>Its processors of spans.</summary>
    public List<BaseProcessor<Activity>> SpanProcessors { get; } = [];

    /// <summary>Its exporters of spans.</summary>
    public List<BaseExporter<Activity>> SpanExporters { get; } = [];

    /// <summary>Its exporters of metrics.</summary>
    public List<BaseExporter<Metric>> MetricExporters { get; } = [];

    /// <summary>Its processors of log records.</summary>
    public List<BaseProcessor<LogRecord>> LogProcessors { get; } = [];

    /// <summary>Its exporters of log records.</summary>
    public List<BaseExporter<LogRecord>> LogExporters { get; } = [];

    /// <inheritdoc/>
    public void AddResourceDetector(IResourceDetector detector) => _detectors.Add(NotNull(detector));

    /// <inheritdoc/>
    public void SetSampler(Func<Sampler, Sampler> create) => _createSampler = NotNull(create);

    /// <inheritdoc/>
    public void AddSpanProcessor(BaseProcessor<Activity> processor) =>
        SpanProcessors.Add(new GuardedProcessor<Activity>(NotNull(processor), guard));

    /// <inheritdoc/>
    public void AddSpanExporter(BaseExporter<Activity> exporter) =>
        SpanExporters.Add(new GuardedExporter<Activity>(NotNull(exporter), guard));

    /// <inheritdoc/>
    public void AddView(Func<Instrument, MetricStreamConfiguration?> view) => _views.Add(NotNull(view));

    /// <inheritdoc/>
    public void AddMetricExporter(BaseExporter<Metric> exporter) =>
        MetricExporters.Add(new GuardedExporter<Metric>(NotNull(exporter), guard));

    /// <inheritdoc/>
    public void AddLogProcessor(BaseProcessor<LogRecord> processor) =>
        LogProcessors.Add(new GuardedProcessor<LogRecord>(NotNull(processor), guard));

    /// <inheritdoc/>
    public void AddLogExporter(BaseExporter<LogRecord> exporter) =>
        LogExporters.Add(new GuardedExporter<LogRecord>(NotNull(exporter), guard));

    /// <summary>What its detectors find out.</summary>
    public IEnumerable<KeyValuePair<string, object>> Detect() => _detectors.SelectMany(detector =>
        guard.Ask(detector.GetType().Name + ".Detect", () => detector.Detect().Attributes, []));

    /// <summary>Its sampler, around that of the settings.</summary>
    public Sampler Sampler(Sampler configured)
    {
        if (_createSampler is not { } create)
            return configured;
        var sampler = guard.Ask("sampler", () => create(configured), configured);
        return sampler == configured ? configured : new GuardedSampler(sampler, configured, guard);
    }

    /// <summary>Its view of an instrument.</summary>
    /// <returns><see langword="null"/> when it has none.</returns>
    public MetricStreamConfiguration? View(Instrument instrument)
    {
        foreach (var view in _views)
        {
            if (guard.Ask("view", () => view(instrument), null) is { } configuration)
                return configuration;
        }
        return null;
    }

    private static T NotNull<T>(T value)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(value);
        return value;
    }
}
