using AutoInstr.Agent.SelfLog;

namespace AutoInstr.Agent.Configuration;

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

    /// <summary>Reads these settings alone, so that the log is in place before the others are read.</summary>
    /// <param name="reader">The environment.</param>
    public static SelfLogSettings Read(SettingReader reader)
    {
        var defaults = new SelfLogSettings();
        return new SelfLogSettings
        {
            Level = reader.Choice("OTEL_LOG_LEVEL", "warn", "none", "error", "warn", "info", "debug", "warning", "information") switch
            {
                "none" => LogLevel.None,
                "error" => LogLevel.Error,
                "info" or "information" => LogLevel.Info,
                "debug" => LogLevel.Debug,
                _ => LogLevel.Warn,
            },
            Sink = reader.Choice("OTEL_DOTNET_AUTO_LOGGER", defaults.Sink, "console", "file", "none"),
            Directory = reader.Text("OTEL_DOTNET_AUTO_LOG_DIRECTORY") ?? defaults.Directory,
            FileSize = reader.Integer("OTEL_DOTNET_AUTO_LOG_FILE_SIZE", (int)defaults.FileSize, minimum: 1024),
        };
    }
}
