namespace AutoInstr.Agent.Configuration.File;

/// <summary>The processors of spans or of log records, and their exporters.</summary>
/// <param name="signal">Which of the two.</param>
/// <param name="record">What the schema calls them.</param>
/// <param name="defaults">What holds of a batch processor where nothing is said.</param>
/// <param name="distribution">What is said for all exporters.</param>
internal sealed class ProcessorReader(Signal signal, string record, BatchSettings defaults, DistributionSettings distribution)
{
    private const string LeftOut = "the processor is left out";

    private readonly OtlpReader _otlp = new(signal, distribution);

    /// <summary>Reads those of a provider, which must have one.</summary>
    public IReadOnlyList<ProcessorSettings> Read(FileSection provider)
    {
        if (!provider.Has("processors"))
            provider.Missing("processors", $"no {signal.Data} are exported");
        return provider.Children("processors", record + "Processor", section => section.One(
            "a processor", "it is left out",
            ("batch", $"Batch{record}Processor", ReadBatch),
            ("simple", $"Simple{record}Processor", ReadSimple)), mayBeEmpty: distribution.Plugins.Count > 0);
    }

    private ProcessorSettings? ReadBatch(FileSection section)
    {
        var queue = section.Integer("max_queue_size", defaults.MaxQueueSize, 1, BatchSettings.LargestQueue);
        var batch = new BatchSettings
        {
            // A wait of nothing would be a thread that never rests.
            ScheduleDelay = Math.Max(1, section.Integer("schedule_delay", defaults.ScheduleDelay)),
            ExportTimeout = section.Timeout("export_timeout", defaults.ExportTimeout),
            MaxQueueSize = queue,
            MaxExportBatchSize = section.Integer("max_export_batch_size", Math.Min(defaults.MaxExportBatchSize, queue), 1, queue),
        };
        return ReadExporter(section) is { } processor ? processor with { Batch = batch } : null;
    }

    /// <summary>Each record by itself and at once, but from a thread of ours: nothing that the application does waits for a
    /// receiver.</summary>
    private ProcessorSettings? ReadSimple(FileSection section) => ReadExporter(section) is { } processor
        ? processor with { Batch = defaults with { MaxExportBatchSize = 1 } } : null;

    private ProcessorSettings? ReadExporter(FileSection section)
    {
        if (!section.Has("exporter"))
        {
            section.Missing("exporter", LeftOut);
            return null;
        }
        List<(string, string, Func<FileSection, ProcessorSettings?>)> choices =
        [
            ("otlp_http", "OtlpHttpExporter", http => new ProcessorSettings { Otlp = _otlp.ReadHttp(http) }),
            ("otlp_grpc", "OtlpGrpcExporter", grpc => new ProcessorSettings { Otlp = _otlp.ReadGrpc(grpc) }),
            ("otlp_file/development", "ExperimentalOtlpFileExporter", RefuseFile),
            ("console", "ConsoleExporter", static _ => new ProcessorSettings { Exporter = "console" }),
        ];
        if (signal == Signal.Traces)
            choices.Add(("zipkin", "ZipkinSpanExporter", ReadZipkin));
        return section.Child<ProcessorSettings?>(
            "exporter", record + "Exporter", null, exporter => exporter.One("an exporter", LeftOut, [.. choices]));
    }

    private static ProcessorSettings? RefuseFile(FileSection section)
    {
        section.Text("output_stream");
        section.SayOfAll($"is not supported; {LeftOut}");
        return null;
    }

    private static ProcessorSettings ReadZipkin(FileSection section)
    {
        var defaults = new ProcessorSettings { Exporter = "zipkin" };
        return defaults with
        {
            ZipkinEndpoint = OtlpReader.ReadEndpoint(section, defaults.ZipkinEndpoint, isEncrypted: false, 9411),
            ZipkinTimeout = TimeSpan.FromMilliseconds(section.Timeout("timeout", 10000)),
        };
    }
}
