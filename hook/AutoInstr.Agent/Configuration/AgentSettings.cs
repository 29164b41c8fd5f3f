namespace AutoInstr.Agent.Configuration;

/// <summary>Everything that can be set, read once from the environment and valid: whatever was
/// wrong has been reported and replaced.</summary>
internal sealed record AgentSettings
{
    /// <summary>What the agent says of itself.</summary>
    public SelfLogSettings SelfLog { get; init; } = new();

    /// <summary>The traces signal.</summary>
    public TracesSettings Traces { get; init; } = new();

    /// <summary>The metrics signal.</summary>
    public MetricsSettings Metrics { get; init; } = new();

    /// <summary>The logs signal.</summary>
    public LogsSettings Logs { get; init; } = new();

    /// <summary>What describes this process.</summary>
    public ResourceSettings Resource { get; init; } = new();

    /// <summary>OTEL_DOTNET_AUTO_PLUGINS, in order: files, or assembly-qualified names of classes.</summary>
    public IReadOnlyList<string> Plugins { get; init; } = [];

    /// <summary>OTEL_PROPAGATORS, in order, without repetition; empty for <c>none</c>.</summary>
    public IReadOnlyList<string> Propagators { get; init; } = ["tracecontext", "baggage"];

    /// <summary>What happens to what the application's own SDK exports already (AUTOINSTR_EXISTING_SDK).</summary>
    public ExistingSdkMode ExistingSdk { get; init; } = ExistingSdkMode.Defer;

    /// <summary>How long the last flush may hold up the end of the process
    /// (AUTOINSTR_SHUTDOWN_TIMEOUT, in milliseconds; 0 does not wait).</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether everything is flushed when an exception ends the process (OTEL_DOTNET_AUTO_FLUSH_ON_UNHANDLEDEXCEPTION).</summary>
    public bool FlushOnUnhandledException { get; init; } = true;

    /// <summary>Whether anything is recorded at all, or written into the application's own logs.</summary>
    public bool AskForAnything => Traces.AreExported || Metrics.AreExported || Logs.AreExported || Logs.Correlation;

    /// <summary>Whether the patches of an instrumentation have something to do, by its upper-case id.</summary>
    public bool ConcernPatches(string id) => SettingReader.Contains(LogsSettings.Libraries, id)
        ? Logs.Concern(id)
        : Traces.AreExported && Traces.IsInstrumentationEnabled(id);

    /// <summary>Reads every setting.</summary>
    /// <param name="variable">Gives the value of an environment variable, or <see langword="null"/>. Also asked later, for
    /// the switches of single instrumentations.</param>
    /// <param name="report">Takes one line for each wrong value: the setting, the value, and what is used instead.</param>
    public static AgentSettings Read(Func<string, string?> variable, Action<string> report)
    {
        var reader = new SettingReader(variable, report);
        if (reader.Text("OTEL_CONFIG_FILE") is not null)
            reader.Report("OTEL_CONFIG_FILE", "configuration files are not supported; the environment variables are used");
        var plugins = reader.List("OTEL_DOTNET_AUTO_PLUGINS", ':');
        return new AgentSettings
        {
            Plugins = plugins,
            SelfLog = SelfLogSettings.Read(reader),
            Traces = TracesSettings.Read(reader) with { HasPlugins = plugins.Length > 0 },
            Metrics = MetricsSettings.Read(reader) with { HasPlugins = plugins.Length > 0 },
            Logs = LogsSettings.Read(reader) with { HasPlugins = plugins.Length > 0 },
            Resource = ResourceSettings.Read(reader),
            Propagators = reader.Names(
                "OTEL_PROPAGATORS", ["tracecontext", "baggage"], "tracecontext", "baggage", "b3", "b3multi", "jaeger", "xray", "ottrace"),
            ExistingSdk = reader.Choice("AUTOINSTR_EXISTING_SDK", "defer", "defer", "defer-all", "both") switch
            {
                "defer-all" => ExistingSdkMode.DeferAll,
                "both" => ExistingSdkMode.Both,
                _ => ExistingSdkMode.Defer,
            },
            ShutdownTimeout = TimeSpan.FromMilliseconds(reader.Integer("AUTOINSTR_SHUTDOWN_TIMEOUT", 5000)),
            FlushOnUnhandledException = reader.Boolean("OTEL_DOTNET_AUTO_FLUSH_ON_UNHANDLEDEXCEPTION", true),
        };
    }
}

/// <summary>What the agent does beside an SDK that the application brought along.</summary>
internal enum ExistingSdkMode
{
    /// <summary>Leave to the application's provider the sources that it listens to.</summary>
    Defer,
    /// <summary>Leave everything to it as soon as there is one.</summary>
    DeferAll,
    /// <summary>Export everything as well.</summary>
    Both,
}
