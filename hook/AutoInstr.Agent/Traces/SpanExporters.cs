using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Exporters;
using AutoInstr.Agent.SelfLog;
using OpenTelemetry.Resources;

namespace AutoInstr.Agent.Traces;

/// <summary>The way of a finished span out of the process: one queue, thread and exporter for each name in OTEL_TRACES_EXPORTER.</summary>
internal static class SpanExporters
{
    /// <summary>Makes the processors. Only their threads start here: what an exporter needs is loaded with the first batch.</summary>
    /// <param name="settings">The settings of the traces signal.</param>
    /// <param name="resource">What all spans belong to.</param>
    /// <param name="log">Takes what there is to say about deliveries; the agent's log by default.</param>
    public static IReadOnlyList<SpanProcessor> Create(TracesSettings settings, Resource resource, Action<LogLevel, string>? log = null)
    {
        var processors = new List<SpanProcessor>(settings.Exporters.Count);
        foreach (var name in settings.Exporters)
            processors.Add(new SpanProcessor(Path(name, settings, resource), settings.Batch, log ?? Log.Write));
        return processors;
    }

    /// <summary>The way of spans to one exporter.</summary>
    /// <remarks>
    /// A console that is not read blocks whoever writes to it, so the console too is written to from a thread of ours and never from a
    /// request's; the same queue settings and the same flush at the end then hold for every exporter.
    /// </remarks>
    /// <param name="name">Its name in OTEL_TRACES_EXPORTER.</param>
    /// <param name="settings">The settings of the traces signal.</param>
    /// <param name="resource">What all spans belong to.</param>
    public static ExportPath<SpanEncoder> Path(string name, TracesSettings settings, Resource resource) => name switch
    {
        "otlp" => OtlpExport.Spans(settings.Otlp.Within(settings.Batch.ExportTimeout), settings.Limits, resource),
        "zipkin" => ZipkinExport.Path(
            settings.ZipkinEndpoint, Shorter(settings.ZipkinTimeout, settings.Batch), settings.Limits, resource),
        "console" => ConsoleExporter.Path(Signal.Traces, SpanEncoder () => new ConsoleSpanEncoder(settings.Limits, resource)),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such exporter."),
    };

    private static TimeSpan Shorter(TimeSpan timeout, BatchSettings batch) =>
        TimeSpan.FromMilliseconds(Math.Min(timeout.TotalMilliseconds, batch.ExportTimeout));
}
