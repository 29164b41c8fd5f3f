using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Exporters;
using AutoInstr.Agent.SelfLog;
using AutoInstr.Agent.Traces;
using AutoInstr.Doctor.Application;
using AutoInstr.Doctor.Report;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace AutoInstr.Doctor.Delivery;

/// <summary>Whether the receivers take what the agent sends: an empty request for each signal, by the agent's own exporters.</summary>
/// <param name="settings">The settings.</param>
/// <param name="timeout">How long a receiver may take.</param>
/// <param name="toOwnPath">A path of the application's as this program can open it.</param>
internal sealed class DeliveryCheck(AgentSettings settings, TimeSpan timeout, Func<string, string> toOwnPath)
{
    /// <summary>Beyond the exporter's own bound: looking up a host's name, for one, has none.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly Section _section = new("delivery", "Delivery");

    /// <summary>Says whether the running process listens on a port; <see langword="null"/> where none runs.</summary>
    public Func<int, bool?>? Listens { get; init; }

    /// <summary>Asks.</summary>
    /// <param name="isReachable">Whether this program sees the network that the application sees.</param>
    public Section Run(bool isReachable)
    {
        foreach (var processor in settings.Traces.Enabled ? settings.Traces.Processors : [])
            CheckTraces(processor, isReachable);
        foreach (var reader in settings.Metrics.Enabled ? settings.Metrics.Readers : [])
            CheckMetrics(reader, isReachable);
        foreach (var processor in settings.Logs.Enabled ? settings.Logs.Processors : [])
            CheckLogs(processor, isReachable);
        CheckBuffers();
        return _section;
    }

    /// <summary>What the receiver cannot take is kept there, or lost.</summary>
    private void CheckBuffers()
    {
        OtlpSettings[] used =
        [
            .. settings.Traces.Processors.Where(_ => settings.Traces.Enabled).Select(static processor => processor.Otlp),
            .. settings.Metrics.Readers.Where(_ => settings.Metrics.Enabled).Select(static reader => reader.Otlp),
            .. settings.Logs.Processors.Where(_ => settings.Logs.Enabled).Select(static processor => processor.Otlp),
        ];
        foreach (var otlp in used.Where(static otlp => otlp is { Retry: OtlpRetry.Disk }).DistinctBy(static otlp => otlp.RetryDirectory))
        {
            if (WritableFolder.CanBe(toOwnPath(otlp.RetryDirectory!)))
                _section.Ok(
                    "buffer", $"otlp: what does not arrive is kept in {otlp.RetryDirectory}, " +
                    $"at most {otlp.RetryDirectorySize / OtlpSettings.Megabyte} MB of each signal");
            else
                _section.Problem(
                    "buffer", $"otlp: {otlp.RetryDirectory} cannot be written to: what does not arrive is lost",
                    "Name a directory that the application's user can write to.");
        }
    }

    /// <summary>One attempt: what the receiver says to it is the answer.</summary>
    private ProcessorSettings Bounded(ProcessorSettings processor) => processor with
    {
        Otlp = Once(processor.Otlp),
        ZipkinTimeout = Shorter(processor.ZipkinTimeout),
    };

    private void CheckTraces(ProcessorSettings processor, bool isReachable)
    {
        if (processor.Exporter == "console")
        {
            _section.Ok("console", "console: spans are written to standard output");
            return;
        }
        if (!IsReachable(processor.Exporter, isReachable))
            return;
        var path = SpanExporters.Path(Bounded(processor), settings.Traces.Limits, Resource.Empty);
        Ask(path.Target, path.CreateExporter);
    }

    private void CheckLogs(ProcessorSettings processor, bool isReachable)
    {
        if (processor.Exporter == "console")
            _section.Ok("console", "console: logs are written to standard output");
        else if (IsReachable(processor.Exporter, isReachable))
        {
            var path = OtlpExport.Logs(Once(processor.Otlp), settings.Logs.Limits, Resource.Empty);
            Ask(path.Target, path.CreateExporter);
        }
    }

    private void CheckMetrics(ReaderSettings reader, bool isReachable)
    {
        if (reader.Exporter == "console")
            _section.Ok("console", "console: metrics are written to standard output");
        else if (reader.Exporter == "prometheus")
            CheckScrapes(reader.Prometheus);
        else if (IsReachable(reader.Exporter, isReachable))
        {
            var otlp = Once(reader.Otlp);
            Ask(OtlpExport.Target(otlp, Signal.Metrics), delivery =>
            {
                using var sender = OtlpExport.Metrics(otlp, delivery);
                return sender.Export(default(Batch<Metric>)) == ExportResult.Success;
            });
        }
    }

    private void CheckScrapes(PrometheusSettings prometheus)
    {
        var address = $"http://{prometheus.Host}:{prometheus.Port}/metrics";
        if (Listens?.Invoke(prometheus.Port) == false)
            _section.Problem(
                "prometheus", $"prometheus: the process does not listen on port {prometheus.Port}: nothing of it is at {address}",
                "It does some seconds after its start; its log says when it cannot. Set OTEL_EXPORTER_PROMETHEUS_PORT to a free port.");
        else
            _section.Ok("prometheus", $"prometheus: metrics are at {address} while the application runs");
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
