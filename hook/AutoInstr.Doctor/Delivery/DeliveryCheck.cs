using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Exporters;
using AutoInstr.Agent.SelfLog;
using AutoInstr.Agent.Traces;
using AutoInstr.Doctor.Report;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace AutoInstr.Doctor.Delivery;

/// <summary>Whether the receivers take what the agent sends: an empty request for each signal, by the agent's own exporters.</summary>
/// <param name="settings">The settings.</param>
/// <param name="timeout">How long a receiver may take.</param>
internal sealed class DeliveryCheck(AgentSettings settings, TimeSpan timeout)
{
    /// <summary>Beyond the exporter's own bound: looking up a host's name, for one, has none.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly Section _section = new("delivery", "Delivery");

    /// <summary>Asks.</summary>
    /// <param name="isReachable">Whether this program sees the network that the application sees.</param>
    public Section Run(bool isReachable)
    {
        foreach (var exporter in settings.Traces.Enabled ? settings.Traces.Exporters : [])
            CheckTraces(exporter, isReachable);
        foreach (var exporter in settings.Metrics.Enabled ? settings.Metrics.Exporters : [])
            CheckMetrics(exporter, isReachable);
        foreach (var exporter in settings.Logs.Enabled ? settings.Logs.Exporters : [])
            CheckLogs(exporter, isReachable);
        return _section;
    }

    /// <summary>One attempt: what the receiver says to it is the answer.</summary>
    private TracesSettings Bounded => settings.Traces with
    {
        Otlp = Once(settings.Traces.Otlp),
        ZipkinTimeout = Shorter(settings.Traces.ZipkinTimeout),
    };

    private void CheckTraces(string exporter, bool isReachable)
    {
        if (exporter == "console")
        {
            _section.Ok("console", "console: spans are written to standard output");
            return;
        }
        if (!IsReachable(exporter, isReachable))
            return;
        var path = SpanExporters.Path(exporter, Bounded, Resource.Empty);
        Ask(path.Target, path.CreateExporter);
    }

    private void CheckLogs(string exporter, bool isReachable)
    {
        if (exporter == "console")
            _section.Ok("console", "console: logs are written to standard output");
        else if (IsReachable(exporter, isReachable))
        {
            var path = OtlpExport.Logs(Once(settings.Logs.Otlp), settings.Logs.Limits, Resource.Empty);
            Ask(path.Target, path.CreateExporter);
        }
    }

    private void CheckMetrics(string exporter, bool isReachable)
    {
        if (exporter == "console")
            _section.Ok("console", "console: metrics are written to standard output");
        else if (exporter == "prometheus")
            _section.Ok(
                "prometheus",
                $"prometheus: metrics are at http://{settings.Metrics.PrometheusHost}:{settings.Metrics.PrometheusPort}/metrics " +
                "while the application runs");
        else if (IsReachable(exporter, isReachable))
        {
            var otlp = Once(settings.Metrics.Otlp);
            Ask(OtlpExport.Target(otlp, Signal.Metrics), delivery =>
            {
                using var sender = OtlpExport.Metrics(otlp, delivery);
                return sender.Export(default(Batch<Metric>)) == ExportResult.Success;
            });
        }
    }

    private bool IsReachable(string exporter, bool isReachable)
    {
        if (!isReachable)
            _section.Note(
                exporter, $"{exporter}: the process is in another network than this program", "Run this inside its container.");
        return isReachable;
    }

    private void Ask(ExportTarget target, Func<Agent.Exporters.Delivery, BatchExporter> create) => Ask(target, delivery =>
    {
        using var sender = create(delivery);
        return sender.Export(new EncodedBatch());
    });

    private void Ask(ExportTarget target, Func<Agent.Exporters.Delivery, bool> export)
    {
        var complaints = new List<string>();
        var attempt = new Thread(() => Export(target, export, complaints)) { IsBackground = true };
        attempt.Start();
        if (!attempt.Join(timeout + Grace))
        {
            _section.Problem(
                target.Exporter,
                $"{target.Exporter}: there was no answer from {target.Address} within {timeout.TotalSeconds} s",
                Advice(target));
            return;
        }
        foreach (var complaint in complaints)
            _section.Problem(target.Exporter, complaint, Advice(target));
        if (complaints.Count == 0)
            _section.Ok(
                target.Exporter,
                $"{target.Exporter}: the receiver at {target.Address} takes {target.Signal.Data}" +
                (target.Protocol is { } way ? $", by {way}" : ""));
    }

    private static void Export(ExportTarget target, Func<Agent.Exporters.Delivery, bool> export, List<string> complaints)
    {
        var delivery = new Agent.Exporters.Delivery(target, (level, message) =>
        {
            if (level <= LogLevel.Warn)
                complaints.Add(Log.OneLine(message));
        });
        delivery.Begin(0);
        var isSent = false;
        try
        {
            isSent = export(delivery);
        }
        catch (Exception exception)
        {
            delivery.Note(exception);
        }
        delivery.End(isSent);
    }

    private static string Advice(ExportTarget target) => target.Exporter == "zipkin"
        ? "Start the receiver, or correct OTEL_EXPORTER_ZIPKIN_ENDPOINT."
        : "Start the receiver, or correct OTEL_EXPORTER_OTLP_*; 'autoinstr collect' is a receiver to try with.";

    private OtlpSettings Once(OtlpSettings otlp) => otlp with { Timeout = Shorter(otlp.Timeout), Retry = OtlpRetry.None };

    private TimeSpan Shorter(TimeSpan own) => own < timeout ? own : timeout;
}
