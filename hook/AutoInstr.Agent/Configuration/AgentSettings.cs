using AutoInstr.Agent.SelfLog;

namespace AutoInstr.Agent.Configuration;

/// <summary>Everything that can be set, read once from the environment and valid: whatever was wrong has been reported and replaced.</summary>
internal sealed record AgentSettings
{
    /// <summary>What the agent says of itself.</summary>
    public SelfLogSettings SelfLog { get; init; } = new();

    /// <summary>The traces signal.</summary>
    public TracesSettings Traces { get; init; } = new();

    /// <summary>What describes this process.</summary>
    public ResourceSettings Resource { get; init; } = new();

    /// <summary>OTEL_PROPAGATORS, in order, without repetition; empty for <c>none</c>.</summary>
    public IReadOnlyList<string> Propagators { get; init; } = ["tracecontext", "baggage"];

    /// <summary>What happens to spans that the application's own SDK exports already (AUTOINSTR_EXISTING_SDK).</summary>
    public ExistingSdkMode ExistingSdk { get; init; } = ExistingSdkMode.Defer;

    /// <summary>How long the last flush may hold up the end of the process (AUTOINSTR_SHUTDOWN_TIMEOUT, in milliseconds).</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether spans are flushed when an exception ends the process (OTEL_DOTNET_AUTO_FLUSH_ON_UNHANDLEDEXCEPTION).</summary>
    public bool FlushOnUnhandledException { get; init; } = true;
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

/// <summary>Where and how much the agent says of itself.</summary>
internal sealed record SelfLogSettings
{
    /// <summary>OTEL_LOG_LEVEL.</summary>
    public LogLevel Level { get; init; } = LogLevel.Warn;

    /// <summary>OTEL_DOTNET_AUTO_LOGGER: <c>console</c> (standard error), <c>file</c> or <c>none</c>.</summary>
    public string Sink { get; init; } = "console";

    /// <summary>OTEL_DOTNET_AUTO_LOG_DIRECTORY.</summary>
    public string Directory { get; init; } = "/var/log/opentelemetry/dotnet";

    /// <summary>OTEL_DOTNET_AUTO_LOG_FILE_SIZE, in bytes.</summary>
    public long FileSize { get; init; } = 10 * 1024 * 1024;
}

/// <summary>OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES and which detectors run.</summary>
internal sealed record ResourceSettings
{
    /// <summary>OTEL_SERVICE_NAME, or <see langword="null"/> when it is not set.</summary>
    public string? ServiceName { get; init; }

    /// <summary>OTEL_RESOURCE_ATTRIBUTES, percent-decoded, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Attributes { get; init; } = [];

    /// <summary>Upper-case ids of the detectors that are switched off (OTEL_DOTNET_AUTO_[{ID}_]RESOURCE_DETECTOR_ENABLED).</summary>
    public Func<string, bool> IsDetectorEnabled { get; init; } = static _ => true;
}
