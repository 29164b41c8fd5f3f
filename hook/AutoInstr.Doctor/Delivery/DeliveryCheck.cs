using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Exporters;
using AutoInstr.Agent.SelfLog;
using AutoInstr.Doctor.Report;
using OpenTelemetry.Resources;

namespace AutoInstr.Doctor.Delivery;

/// <summary>Whether the receivers take what the agent sends: an empty request, by the agent's own exporters.</summary>
/// <param name="settings">The settings of traces.</param>
/// <param name="timeout">How long a receiver may take.</param>
internal sealed class DeliveryCheck(TracesSettings settings, TimeSpan timeout)
{
    /// <summary>Beyond the exporter's own bound: looking up a host's name, for one, has none.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>Asks.</summary>
    /// <param name="isReachable">Whether this program sees the network that the application sees.</param>
    public Section Run(bool isReachable)
    {
        var section = new Section("delivery", "Delivery");
        foreach (var exporter in settings.Enabled ? settings.Exporters : [])
        {
            if (exporter == "console")
                section.Ok("console", "console: spans are written to standard output");
            else if (isReachable)
                Ask(section, ExporterPipeline.Path(exporter, Bounded, Resource.Empty));
            else
                section.Note(
                    exporter, $"{exporter}: the process is in another network than this program", "Run this inside its container.");
        }
        return section;
    }

    /// <summary>One attempt: what the receiver says to it is the answer.</summary>
    private TracesSettings Bounded => settings with
    {
        Otlp = settings.Otlp with { Timeout = Shorter(settings.Otlp.Timeout), Retry = OtlpRetry.None },
        ZipkinTimeout = Shorter(settings.ZipkinTimeout),
    };

    private void Ask(Section section, ExportPath path)
    {
        var complaints = new List<string>();
        var attempt = new Thread(() => Export(path, complaints)) { IsBackground = true };
        attempt.Start();
        var target = path.Target;
        if (!attempt.Join(timeout + Grace))
        {
            section.Problem(
                target.Exporter,
                $"{target.Exporter}: there was no answer from {target.Address} within {timeout.TotalSeconds} s",
                Advice(target));
            return;
        }
        foreach (var complaint in complaints)
            section.Problem(target.Exporter, complaint, Advice(target));
        if (complaints.Count == 0)
            section.Ok(
                target.Exporter,
                $"{target.Exporter}: the receiver at {target.Address} takes spans{(target.Protocol is { } way ? $", by {way}" : "")}");
    }

    private static void Export(ExportPath path, List<string> complaints)
    {
        var delivery = new Agent.Exporters.Delivery(path.Target, (level, message) =>
        {
            if (level <= LogLevel.Warn)
                complaints.Add(Log.OneLine(message));
        });
        delivery.Begin();
        var isSent = false;
        try
        {
            using var exporter = path.CreateExporter(delivery);
            isSent = exporter.Export(new SpanBatch());
        }
        catch (Exception exception)
        {
            delivery.Note(exception);
        }
        delivery.End(isSent, 0);
    }

    private static string Advice(ExportTarget target) => target.Exporter == "zipkin"
        ? "Start the receiver, or correct OTEL_EXPORTER_ZIPKIN_ENDPOINT."
        : "Start the receiver, or correct OTEL_EXPORTER_OTLP_*; 'autoinstr collect' is a receiver to try with.";

    private TimeSpan Shorter(TimeSpan own) => own < timeout ? own : timeout;
}
