using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.SelfLog;

namespace AutoInstr.Agent.Exporters;

/// <summary>The way of a finished span out of the process: one queue, thread and exporter for each name in OTEL_TRACES_EXPORTER.</summary>
internal static class ExporterPipeline
{
    /// <summary>Makes the processors. Only their threads start here: what an exporter needs is loaded with the first batch.</summary>
    /// <param name="settings">The settings of the traces signal.</param>
    /// <param name="log">Takes what there is to say about deliveries; the agent's log by default.</param>
    public static IReadOnlyList<SpanBatchProcessor> Create(TracesSettings settings, Action<LogLevel, string>? log = null)
    {
        var processors = new List<SpanBatchProcessor>(settings.Exporters.Count);
        foreach (var name in settings.Exporters)
            processors.Add(new SpanBatchProcessor(CreateExporter(name, settings, log ?? Log.Write), settings.Batch));
        return processors;
    }

    // A console that is not read blocks whoever writes to it, so the console too is written to from a thread of ours and never from a
    // request's; the same queue settings and the same flush at the end then hold for every exporter.
    private static DeferredExporter CreateExporter(string name, TracesSettings settings, Action<LogLevel, string> log) => name switch
    {
        "otlp" => new(OtlpExport.Target(settings.Otlp), delivery => OtlpExport.Create(settings.Otlp, settings.Limits, delivery), log),
        "zipkin" => new(ZipkinSpanExporter.Target(settings), delivery => new ZipkinSpanExporter(settings, delivery), log),
        "console" => new(ConsoleSpanExporter.Target, _ => new ConsoleSpanExporter(settings.Limits), log),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such exporter."),
    };
}
