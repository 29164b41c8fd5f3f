using System.Runtime.CompilerServices;
using AutoInstr.Agent.Configuration.File;

namespace AutoInstr.Agent.Configuration;

/// <summary>Everything that can be set, read once from the environment and valid: whatever was
/// wrong has been reported and replaced.</summary>
internal sealed record AgentSettings
{
    /// <summary>Whether nothing is to be done at all: a configuration file says so, or is of no use.</summary>
    public bool Disabled { get; init; }

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

    /// <summary>Whether there is nothing to go by, since the configuration file is of no use.</summary>
    public bool IsFileUnusable { get; init; }

    /// <summary>Whether everything is flushed when an exception ends the process (OTEL_DOTNET_AUTO_FLUSH_ON_UNHANDLEDEXCEPTION).</summary>
    public bool FlushOnUnhandledException { get; init; } = true;

    /// <summary>Whether anything is recorded at all, or written into the application's own logs.</summary>
    public bool AskForAnything => Traces.AreExported || Metrics.AreExported || Logs.AreExported || Logs.Correlation;

    /// <summary>Whether the patches of an instrumentation have something to do, by its upper-case id.</summary>
    public bool ConcernPatches(string id) => SettingReader.Contains(LogsSettings.Libraries, id)
        ? Logs.Concern(id)
        : Traces.AreExported && Traces.IsInstrumentationEnabled(id);

    /// <summary>The variable that names a configuration file, which then stands for all others.</summary>
    public const string ConfigurationFileVariable = "OTEL_CONFIG_FILE";

    /// <summary>Reads every setting: from the file that OTEL_CONFIG_FILE names, else from the variables.</summary>
    /// <param name="variable">Gives the value of an environment variable, or <see langword="null"/>. Also asked later, for
    /// the switches of single instrumentations.</param>
    /// <param name="report">Takes one line for each wrong value: the setting, the value, and what is used instead.</param>
    public static AgentSettings Read(Func<string, string?> variable, Action<string> report)
    {
        var reader = new SettingReader(variable, report);
        var selfLog = SelfLogSettings.Read(reader);
        if (reader.Text(ConfigurationFileVariable) is { } file)
            return ReadFile(file, variable, selfLog, report);
        return new AgentSettings
        {
            SelfLog = selfLog,
            Traces = TracesSettings.Read(reader),
            Metrics = MetricsSettings.Read(reader),
            Logs = LogsSettings.Read(reader),
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
        }.With(reader.List("OTEL_DOTNET_AUTO_PLUGINS", ':'));
    }

    /// <summary>The same with plug-ins, which may export by themselves, whatever else is exported.</summary>
    private AgentSettings With(string[] plugins) => plugins.Length == 0 ? this : this with
    {
        Plugins = plugins,
        Traces = Traces with { HasPlugins = true },
        Metrics = Metrics with { HasPlugins = true },
        Logs = Logs with { HasPlugins = true },
    };

    /// <summary>By itself, so that only who has a file loads what reads it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static AgentSettings ReadFile(
        string file, Func<string, string?> variable, SelfLogSettings selfLog, Action<string> report) =>
        ConfigurationFile.Read(file, variable, selfLog, line => report($"{ConfigurationFileVariable}: {line}")).Settings;
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
