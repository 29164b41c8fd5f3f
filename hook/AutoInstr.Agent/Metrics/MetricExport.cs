using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.ExistingSdk;
using AutoInstr.Agent.SelfLog;
using AutoInstr.Agent.Exporters;
using AutoInstr.Agent.Plugins;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace AutoInstr.Agent.Metrics;

/// <summary>What listens to instruments, aggregates and exports: a reader of the SDK's for each reader of the settings.</summary>
internal sealed class MetricExport
{
    private readonly IReadOnlyList<MetricOutlet> _outlets;
    private readonly List<IDisposable> _sources = [];
    private readonly MeterProvider _provider;

    /// <summary>Builds it and takes over from what listens already.</summary>
    /// <param name="settings">The settings of metrics.</param>
    /// <param name="rows">The meters subscribed to.</param>
    /// <param name="listener">What listens.</param>
    /// <param name="application">Which instruments are the application's own business.</param>
    /// <param name="resource">What all metrics belong to.</param>
    /// <param name="plugins">What plug-ins add.</param>
    /// <param name="spans">What sends spans, which is measured.</param>
    /// <param name="logs">What sends log records.</param>
    public MetricExport(
        MetricsSettings settings, MeterRow[] rows, InstrumentListener listener, ApplicationSdk application, Resource resource,
        PluginSet plugins, IReadOnlyList<BatchSender> spans, IReadOnlyList<BatchSender> logs)
    {
        _outlets =
        [
            .. settings.Readers.Select(static reader => MetricOutlet.Create(reader, Log.Write)),
            .. plugins.MetricExporters.Select(exporter => MetricOutlet.Of(exporter, settings, Log.Write)),
        ];
        _provider = MeterProviderFactory.Create(
            settings, resource, new MetricViews(settings, rows, plugins), _outlets.Select(static outlet => outlet.Reader));
        Create(rows, spans, logs);
        listener.HandOver(_provider);
        _sources.Add(listener);
        foreach (var outlet in _outlets)
            outlet.Open(new MetricSelection(listener, application, settings.CardinalityLimits.Setting));
        Log.Info($"metrics: exporters {string.Join(", ", settings.Readers.Select(static reader => reader.Exporter))}");
    }

    /// <summary>Sends what there is.</summary>
    /// <param name="timeout">Milliseconds that it may take.</param>
    public void Flush(int timeout)
    {
        BeginEnd();
        _provider.ForceFlush(timeout);
    }

    /// <summary>What was lost on each way out that the agent goes by itself.</summary>
    public IEnumerable<Losses> Losses => _outlets
        .Select(static outlet => outlet.Delivery)
        .OfType<Delivery>()
        .Select(static delivery => (delivery.Target, delivery.Counts))
        .Select(static way => new Losses(way.Target) { Undelivered = way.Counts.Undelivered, OnTheirWay = way.Counts.UnderWay });

    /// <summary>Sends what there is, and nothing after it.</summary>
    /// <param name="timeout">Milliseconds that it may take.</param>
    public void ShutDown(int timeout)
    {
        BeginEnd();
        _provider.Shutdown(timeout);
        foreach (var outlet in _outlets)
            outlet.Dispose();
        foreach (var source in _sources)
            source.Dispose();
    }

    private void BeginEnd()
    {
        foreach (var outlet in _outlets)
            outlet.Delivery?.BeginEnd();
    }

    /// <summary>The meters that are the agent's own.</summary>
    private void Create(MeterRow[] rows, IReadOnlyList<BatchSender> spans, IReadOnlyList<BatchSender> logs)
    {
        foreach (var row in rows)
        {
            IDisposable? own = row.Id switch
            {
                "NETRUNTIME" when RuntimeMetrics.AreMissing => new RuntimeMetrics(),
                "PROCESS" when ProcessMetrics.AreSupported => new ProcessMetrics(),
                "AGENT" => new AgentMetrics(spans, logs, [.. _outlets.Select(static outlet => outlet.Delivery).OfType<Delivery>()]),
                _ => null,
            };
            if (own != null)
                _sources.Add(own);
        }
    }
}
