namespace AutoInstr.Agent.Configuration.File;

/// <summary>What this agent alone has: <c>distribution.autoinstr</c>. Other distributions' sections are theirs.</summary>
internal static class DistributionReader
{
    private const string Type = "AutoInstr";

    /// <summary>Reads it.</summary>
    /// <param name="file">The root.</param>
    /// <param name="selfLog">What holds of the agent's own log where the file says nothing.</param>
    public static DistributionSettings Read(FileSection file, SelfLogSettings selfLog)
    {
        var defaults = new DistributionSettings { SelfLog = selfLog };
        return file.Child("distribution", "Distribution", defaults, section =>
        {
            var settings = section.Child("autoinstr", Type, defaults, own => ReadOwn(own, defaults));
            foreach (var _ in section.Free())
            {
            }
            return settings;
        });
    }

    private static DistributionSettings ReadOwn(FileSection section, DistributionSettings defaults)
    {
        var retry = section.Child("otlp", Type + "Otlp", new OtlpSettings(), ReadRetry);
        return new DistributionSettings
        {
            ExistingSdk = section.Choice("existing_sdk", "defer", "defer", "defer-all", "both") switch
            {
                "defer-all" => ExistingSdkMode.DeferAll,
                "both" => ExistingSdkMode.Both,
                _ => ExistingSdkMode.Defer,
            },
            ShutdownTimeout = TimeSpan.FromMilliseconds(
                section.Integer("shutdown_timeout", (int)defaults.ShutdownTimeout.TotalMilliseconds)),
            FlushOnUnhandledException = section.Boolean("flush_on_unhandled_exception", true),
            MaxTracesPerSecond = section.OptionalInteger("max_traces_per_second", null, 1, 1_000_000),
            Plugins = section.Texts("plugins", mayBeEmpty: true),
            Retry = retry.Retry,
            RetryDirectory = retry.RetryDirectory,
            RetryDirectorySize = retry.RetryDirectorySize,
            SelfLog = section.Child("log", Type + "Log", defaults.SelfLog, log => defaults.SelfLog with
            {
                Sink = log.Choice("sink", defaults.SelfLog.Sink, "console", "file", "none"),
                Directory = log.Text("directory") ?? defaults.SelfLog.Directory,
                FileSize = log.Integer("file_size", (int)defaults.SelfLog.FileSize, 1024),
            }),
        };
    }

    private static OtlpSettings ReadRetry(FileSection section)
    {
        var settings = new OtlpSettings
        {
            RetryDirectory = section.Text("retry_directory"),
            RetryDirectorySize =
                section.Integer("retry_megabytes", OtlpSettings.DefaultMegabytes, minimum: 1) * OtlpSettings.Megabyte,
        };
        switch (section.Choice("retry", "in_memory", "in_memory", "disk", "none"))
        {
            case "none":
                return settings with { Retry = OtlpRetry.None };
            case "disk" when settings.RetryDirectory is not null:
                return settings with { Retry = OtlpRetry.Disk };
            case "disk":
                section.Say("retry", "'disk' needs retry_directory; in_memory is used");
                break;
        }
        return settings;
    }
}

/// <summary>What this agent alone has.</summary>
internal sealed record DistributionSettings
{
    /// <summary>What happens to what the application's own SDK exports already.</summary>
    public ExistingSdkMode ExistingSdk { get; init; } = ExistingSdkMode.Defer;

    /// <summary>How long the last flush may hold up the end of the process.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = new AgentSettings().ShutdownTimeout;

    /// <summary>Whether everything is flushed when an exception ends the process.</summary>
    public bool FlushOnUnhandledException { get; init; } = true;

    /// <summary>Traces that may begin here in a second; <see langword="null"/> for any number.</summary>
    public int? MaxTracesPerSecond { get; init; }

    /// <summary>What happens to a batch that a receiver could not take for the moment.</summary>
    public OtlpRetry Retry { get; init; } = OtlpRetry.InMemory;

    /// <summary>Where such batches are kept.</summary>
    public string? RetryDirectory { get; init; }

    /// <summary>Bytes that may be kept there of each signal.</summary>
    public long RetryDirectorySize { get; init; } = OtlpSettings.DefaultMegabytes * OtlpSettings.Megabyte;

    /// <summary>Plug-ins: files, or assembly-qualified names of classes.</summary>
    public IReadOnlyList<string> Plugins { get; init; } = [];

    /// <summary>The agent's own log.</summary>
    public required SelfLogSettings SelfLog { get; init; }
}
