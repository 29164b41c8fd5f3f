using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Exporters;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace AutoInstr.Agent.Metrics.Prometheus;

/// <summary>The SDK's exporter for Prometheus, which gets only what is to be exported.</summary>
/// <remarks>Its types are not public; the package is the kit's own, pinned copy, and each scrape in the tests touches them.</remarks>
[ExportModes(ExportModes.Pull)]
internal sealed class PullExporter : BaseExporter<Metric>, IPullMetricExporter
{
    /// <summary>Where the package's types are.</summary>
    public const string Namespace = "OpenTelemetry.Exporter.Prometheus.";

    private readonly BaseExporter<Metric> _inner;

    /// <summary>Makes it.</summary>
    /// <param name="settings">How metrics are written.</param>
    public PullExporter(PrometheusSettings settings)
    {
        var type = Type("PrometheusExporterOptions");
        var options = SdkInternals.Construct(type);
        SdkInternals.Property(type, "ScopeInfoEnabled").SetValue(options, settings.ScopeLabels);
        SdkInternals.Property(type, "TargetInfoEnabled").SetValue(options, settings.TargetInfo);
        if (settings.ResourceLabels is { } labels)
            SdkInternals.Property(type, "ResourceConstantLabels").SetValue(options, new Predicate<string>(labels.Contains));
        var translation = SdkInternals.Property(type, "TranslationStrategy");
        var strategy = Enum.Parse(
            Nullable.GetUnderlyingType(translation.PropertyType) ?? translation.PropertyType,
            settings.Translation.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
        translation.SetValue(options, strategy);
        _inner = (BaseExporter<Metric>)SdkInternals.Construct(Type("PrometheusExporter"), options);
    }

    /// <summary>What is exported; nothing before it is set.</summary>
    public MetricSelection? Selection { get; set; }

    /// <summary>The SDK's exporter.</summary>
    public BaseExporter<Metric> Inner => _inner;

    /// <inheritdoc/>
    public Func<int, bool>? Collect
    {
        get => ((IPullMetricExporter)_inner).Collect;
        set => ((IPullMetricExporter)_inner).Collect = value;
    }

    /// <summary>A type of the package.</summary>
    public static Type Type(string name) =>
        typeof(PrometheusHttpListenerMeterProviderBuilderExtensions).Assembly.GetType(Namespace + name, throwOnError: true)!;

    /// <inheritdoc/>
    public override ExportResult Export(in Batch<Metric> batch)
    {
        if (Selection is not { } selection)
            return ExportResult.Failure;
        _inner.Of(ParentProvider!);
        var kept = selection.Select(in batch, out _);
        return _inner.Export(in kept);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _inner.Dispose();
        base.Dispose(disposing);
    }
}
