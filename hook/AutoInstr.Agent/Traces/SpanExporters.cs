using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Exporters;
using AutoInstr.Agent.SelfLog;
using OpenTelemetry.Resources;

namespace AutoInstr.Agent.Traces;

/// <summary>The way of a finished span out of the process: one queue, thread and exporter for each processor of the settings.</summary>
internal static class SpanExporters
{
    /// <summary>Makes the processors. Only their threads start here: what an exporter needs is loaded with the first batch.</summary>
    /// <param name="settings">The settings of the traces signal.</param>
    /// <param name="resource">What all spans belong to.</param>
    /// <param name="log">Takes what there is to say about deliveries; the agent's log by default.</param>
    public static IReadOnlyList<SpanProcessor> Create(TracesSettings settings, Resource resource, Action<LogLevel, string>? log = null)
    {
        var processors = new List<SpanProcessor>();
        foreach (var processor in settings.Processors)
            processors.Add(new SpanProcessor(Path(processor, settings.Limits, resource), processor.Batch, log ?? Log.Write));
        return processors;
    }

    /// <summary>The way of spans to one exporter.</summary>
    /// <remarks>
    /// A console that is not read blocks whoever writes to it, so the console too is written to from a thread of ours and never from a
    /// request's; the same queue settings and the same flush at the end then hold for every exporter.
    /// </remarks>
    /// <param name="processor">The exporter and its settings.</param>
    /// <param name="limits">The limits on a span.</param>
    /// <param name="resource">What all spans belong to.</param>
    public static ExportPath<SpanEncoder> Path(ProcessorSettings processor, LimitSettings limits, Resource resource) =>
        processor.Exporter switch
        {
            "otlp" => OtlpExport.Spans(processor.Otlp.Within(processor.Batch.ExportTimeout), limits, resource),
            "zipkin" => ZipkinExport.Path(
                processor.ZipkinEndpoint, Shorter(processor.ZipkinTimeout, processor.Batch), limits, resource),
            "console" => ConsoleExporter.Path(Signal.Traces, SpanEncoder () => new ConsoleSpanEncoder(limits, resource)),
            _ => throw new ArgumentOutOfRangeException(nameof(processor), processor.Exporter, "No such exporter."),
        };

    private static TimeSpan Shorter(TimeSpan timeout, BatchSettings batch) =>
        TimeSpan.FromMilliseconds(Math.Min(timeout.TotalMilliseconds, batch.ExportTimeout));
}
