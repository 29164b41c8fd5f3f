using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.SelfLog;
using OpenTelemetry.Metrics;

namespace AutoInstr.Agent.Metrics.Prometheus;

/// <summary>Lets metrics be scraped.</summary>
internal sealed class PrometheusOutlet : MetricOutlet
{
    private readonly PullExporter _exporter;
    private readonly BaseExportingMetricReader _reader;
    private readonly PrometheusSettings _settings;
    private readonly Action<LogLevel, string> _log;
    private ScrapeServer? _server;

    /// <summary>Makes it. Nothing listens before <see cref="Open"/>.</summary>
    /// <param name="settings">Where it listens.</param>
    /// <param name="log">Takes what there is to say.</param>
    public PrometheusOutlet(PrometheusSettings settings, Action<LogLevel, string> log)
    {
        (_settings, _log) = (settings, log);
        _exporter = new PullExporter(settings);
        _reader = new BaseExportingMetricReader(_exporter);
    }

    /// <inheritdoc/>
    public override MetricReader Reader => _reader;

    /// <inheritdoc/>
    public override void Open(MetricSelection selection)
    {
        _exporter.Selection = selection;
        var (host, port) = (_settings.Host, _settings.Port);
        try
        {
            _server = new ScrapeServer(host, port, new Scrape(_exporter));
            _log(LogLevel.Info, $"prometheus: metrics are at http://{host}:{port}/metrics");
        }
        catch (Exception exception)
        {
            _log(
                LogLevel.Error, $"prometheus: metrics cannot be scraped, for {host}:{port} cannot be listened on ({exception.Message}); " +
                "set OTEL_EXPORTER_PROMETHEUS_HOST and OTEL_EXPORTER_PROMETHEUS_PORT");
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _server?.Dispose();
        _reader.Dispose();
        _exporter.Dispose();
    }
}
