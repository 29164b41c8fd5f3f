namespace AutoInstr.Agent.Configuration;

/// <summary>The logs signal.</summary>
internal sealed record LogsSettings
{
    /// <summary>The ids of the libraries whose records are taken; none of them makes spans.</summary>
    public static readonly IReadOnlyList<string> Libraries = ["ILOGGER", "SERILOG", "NLOG", "LOG4NET"];

    private readonly IReadOnlyList<ProcessorSettings>? _processors;

    /// <summary>OTEL_DOTNET_AUTO_LOGS_ENABLED.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>OTEL_LOGS_EXPORTER, in order, without repetition; empty for <c>none</c>.</summary>
    public IReadOnlyList<string> Exporters { get; init; } = ["otlp"];

    /// <summary>OTEL_EXPORTER_OTLP_*, the ones for logs first.</summary>
    public OtlpSettings Otlp { get; init; } = new();

    /// <summary>OTEL_BLRP_*.</summary>
    public BatchSettings Batch { get; init; } = new() { ScheduleDelay = 1000 };

    /// <summary>The ways out: those of a configuration file, or one for each name in <see cref="Exporters"/>.</summary>
    public IReadOnlyList<ProcessorSettings> Processors
    {
        get => _processors ?? Each(Exporters);
        init => _processors = value;
    }

    /// <summary>Which records are taken, by the names of loggers; <see langword="null"/> for all.</summary>
    public ScopeRules<LoggerRule>? Loggers { get; init; }

    /// <summary>OTEL_LOGRECORD_*_LIMIT and the general ones; those of spans are of no matter.</summary>
    public LimitSettings Limits { get; init; } = new();

    /// <summary>OTEL_DOTNET_AUTO_LOGS_INCLUDE_FORMATTED_MESSAGE: whether the body is the message with its values; otherwise it is the
    /// template.</summary>
    public bool IncludeFormattedMessage { get; init; }

    /// <summary>AUTOINSTR_LOGS_CORRELATION: whether the logs that the application writes itself are given the ids of trace and
    /// span.</summary>
    public bool Correlation { get; init; }

    /// <summary>Whether an instrumentation is on, by its upper-case id (OTEL_DOTNET_AUTO_[LOGS_[{ID}_]]INSTRUMENTATION_ENABLED).</summary>
    public Func<string, bool> IsInstrumentationEnabled { get; init; } = static _ => true;

    /// <summary>Whether there are plug-ins, which may export log records too.</summary>
    public bool HasPlugins { get; init; }

    /// <summary>Whether log records go anywhere.</summary>
    public bool AreExported => Enabled && (Processors.Count > 0 || HasPlugins);

    /// <summary>Whether a library's patches have something to do, by its upper-case id.</summary>
    public bool Concern(string id) => (AreExported || (Enabled && Correlation)) && IsInstrumentationEnabled(id);

    /// <summary>Reads these settings.</summary>
    /// <param name="reader">The environment.</param>
    public static LogsSettings Read(SettingReader reader)
    {
        var defaults = new LogsSettings();
        var exporters = reader.Names("OTEL_LOGS_EXPORTER", defaults.Exporters, "otlp", "console");
        return new LogsSettings
        {
            Enabled = reader.Boolean("OTEL_DOTNET_AUTO_LOGS_ENABLED", true),
            Exporters = exporters,
            Otlp = SettingReader.Contains(exporters, "otlp") ? OtlpSettings.Read(reader, Signal.Logs) : defaults.Otlp,
            Batch = BatchSettings.Read(reader, Signal.Logs, defaults.Batch),
            Limits = LimitSettings.ReadOfLogs(reader),
            IncludeFormattedMessage = reader.Boolean("OTEL_DOTNET_AUTO_LOGS_INCLUDE_FORMATTED_MESSAGE", false),
            Correlation = reader.Boolean("AUTOINSTR_LOGS_CORRELATION", false),
            IsInstrumentationEnabled = reader.InstrumentationSwitches(Signal.Logs),
        };
    }

    private ProcessorSettings[] Each(IReadOnlyList<string> exporters)
    {
        var processors = new ProcessorSettings[exporters.Count];
        for (var i = 0; i < processors.Length; i++)
            processors[i] = new ProcessorSettings { Exporter = exporters[i], Otlp = Otlp, Batch = Batch };
        return processors;
    }
}
