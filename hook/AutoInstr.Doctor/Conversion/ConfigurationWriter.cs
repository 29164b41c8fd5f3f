using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Configuration.File;
using AutoInstr.Agent.Resources;
using AutoInstr.Agent.SelfLog;

namespace AutoInstr.Doctor.Conversion;

/// <summary>Writes the configuration file that says what environment variables say.</summary>
/// <remarks>Only what is set is in it, and what the file would otherwise switch off: exporters, propagators, detectors.</remarks>
/// <param name="environment">The variables.</param>
/// <param name="ids">The ids of instrumentations, whose switches are parts of names.</param>
internal sealed class ConfigurationWriter(IReadOnlyDictionary<string, string> environment, IReadOnlyCollection<string> ids)
{
    /// <summary>What hook and patches read themselves; a file has no say in it.</summary>
    public static IReadOnlyList<string> Kept { get; } =
    [
        "OTEL_DOTNET_AUTO_EXCLUDE_PROCESSES", "AUTOINSTR_INCLUDE_PROCESSES", "OTEL_DOTNET_AUTO_FAIL_FAST_ENABLED", "AUTOINSTR_PATCHES",
        "AUTOINSTR_TRACE_METHODS", "AUTOINSTR_TRACE_METHODS_PER_SECOND", "AUTOINSTR_REEXEC", "AUTOINSTR_DEFAULTS",
    ];

    /// <summary>Writes it.</summary>
    /// <param name="output">Where.</param>
    /// <param name="report">Takes what is wrong with the variables.</param>
    public void Write(TextWriter output, Action<string> report)
    {
        var settings = AgentSettings.Read(name => name == AgentSettings.ConfigurationFileVariable ? null : Variable(name), report);
        var yaml = new YamlWriter(output);
        yaml.Comment(
            "From the environment, by 'autoinstr env --to-config'. OTEL_CONFIG_FILE names it; what it does not say is off or default.");
        foreach (var name in Kept.Where(IsSet))
            yaml.Comment($"{name} is read before any file is: it remains a variable.");
        yaml.Write("file_format", "1.0");
        if ("true".Equals(Variable("OTEL_SDK_DISABLED")?.Trim(), StringComparison.OrdinalIgnoreCase))
            yaml.Write("disabled", true);
        if (IsSet("OTEL_LOG_LEVEL") && settings.SelfLog.Level != LogLevel.None)
            yaml.Write("log_level", settings.SelfLog.Level.ToString().ToLowerInvariant());
        WriteResource(yaml, settings.Resource);
        if (settings.Propagators.Count > 0)
            yaml.Section("propagator", () => yaml.Section("composite", () =>
            {
                foreach (var name in settings.Propagators)
                    yaml.Item(() => yaml.Empty(name));
            }));
        WriteLimits(yaml, settings);
        var providers = new ProviderWriter(yaml, Variable);
        providers.Write(settings.Traces);
        providers.Write(settings.Metrics);
        providers.Write(settings.Logs);
        new InstrumentationWriter(yaml, Variable, ids).Write(settings);
        WriteDistribution(yaml, settings);
    }

    private static void WriteResource(YamlWriter yaml, ResourceSettings resource)
    {
        var attributes = resource.Attributes.Where(attribute => resource.ServiceName is null || attribute.Key != "service.name").ToList();
        if (resource.ServiceName is { } service)
            attributes.Insert(0, new("service.name", service));
        var detectors = ResourceFactory.AllDetectors().Select(static detector => detector.Id).Where(resource.IsDetectorEnabled).ToList();
        if (attributes.Count + detectors.Count == 0)
            return;
        yaml.Section("resource", () =>
        {
            if (attributes.Count > 0)
                yaml.Section("attributes", () => WriteAttributes(yaml, attributes));
            if (detectors.Count > 0)
                yaml.Section("detection/development", () => WriteDetectors(yaml, detectors));
        });
    }

    /// <summary>The last of the same name wins in the variable, the first in the file.</summary>
    private static void WriteAttributes(YamlWriter yaml, IEnumerable<KeyValuePair<string, string>> attributes)
    {
        foreach (var (key, value) in attributes.Reverse().DistinctBy(static attribute => attribute.Key).Reverse())
            yaml.Item(() =>
            {
                yaml.Write("name", key);
                yaml.Write("value", value);
            });
    }

    private static void WriteDetectors(YamlWriter yaml, List<string> detectors)
    {
        List<string> excluded = [];
        // The file's names stand for two of them.
        if (detectors.Contains("HOST") && !detectors.Contains("OPERATINGSYSTEM"))
            excluded.Add("os.*");
        if (detectors.Contains("PROCESS") && !detectors.Contains("PROCESSRUNTIME"))
            excluded.Add("process.runtime.*");
        if (excluded.Count > 0)
            yaml.Section("attributes", () => yaml.Write("excluded", excluded));
        yaml.Section("detectors", () =>
        {
            foreach (var name in ResourceReader.NamesOf(detectors))
                yaml.Item(() => yaml.Empty(name));
        });
    }

    private void WriteLimits(YamlWriter yaml, AgentSettings settings)
    {
        const string length = "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT";
        const string count = "OTEL_ATTRIBUTE_COUNT_LIMIT";
        if (!IsSet(length) && !IsSet(count))
            return;
        // What is set for one signal alone is in its section.
        var general = AgentSettings.Read(name => name is length or count ? Variable(name) : null, static _ => { }).Traces.Limits;
        yaml.Section("attribute_limits", () =>
        {
            if (general.AttributeValueLength is { } characters)
                yaml.Write("attribute_value_length_limit", characters);
            if (general.AttributeCount is { } attributes)
                yaml.Write("attribute_count_limit", attributes);
        });
    }

    private void WriteDistribution(YamlWriter yaml, AgentSettings settings)
    {
        List<Action> own = [];
        if (IsSet("AUTOINSTR_EXISTING_SDK"))
            own.Add(() => yaml.Write("existing_sdk", settings.ExistingSdk switch
            {
                ExistingSdkMode.DeferAll => "defer-all",
                ExistingSdkMode.Both => "both",
                _ => "defer",
            }));
        if (IsSet("AUTOINSTR_SHUTDOWN_TIMEOUT"))
            own.Add(() => yaml.Write("shutdown_timeout", (int)settings.ShutdownTimeout.TotalMilliseconds));
        if (IsSet("OTEL_DOTNET_AUTO_FLUSH_ON_UNHANDLEDEXCEPTION"))
            own.Add(() => yaml.Write("flush_on_unhandled_exception", settings.FlushOnUnhandledException));
        if (settings.Traces.MaxTracesPerSecond is { } traces)
            own.Add(() => yaml.Write("max_traces_per_second", traces));
        if (settings.Plugins.Count > 0)
            own.Add(() => yaml.Write("plugins", settings.Plugins));
        if (IsSet("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY") || IsSet("AUTOINSTR_DISK_RETRY_MEGABYTES"))
            own.Add(() => yaml.Section("otlp", () => WriteRetry(yaml)));
        var log = settings.SelfLog;
        var isSilent = log.Level == LogLevel.None;
        if (isSilent || IsSet("OTEL_DOTNET_AUTO_LOGGER") || IsSet("OTEL_DOTNET_AUTO_LOG_DIRECTORY") ||
            IsSet("OTEL_DOTNET_AUTO_LOG_FILE_SIZE"))
            own.Add(() => yaml.Section("log", () =>
            {
                yaml.Write("sink", isSilent ? "none" : log.Sink);
                yaml.Write("directory", log.Directory);
                yaml.Write("file_size", (int)log.FileSize);
            }));
        if (own.Count > 0)
            yaml.Section("distribution", () => yaml.Section("autoinstr", () => own.ForEach(static write => write())));
    }

    private void WriteRetry(YamlWriter yaml)
    {
        const string directory = "OTEL_DOTNET_EXPERIMENTAL_OTLP_DISK_RETRY_DIRECTORY_PATH";
        // Settings of an exporter that is asked for, whether or not the signals have one.
        var retry = OtlpSettings.Read(new SettingReader(Variable, static _ => { }), Signal.Traces);
        yaml.Write("retry", retry.Retry switch
        {
            OtlpRetry.Disk => "disk",
            OtlpRetry.None => "none",
            _ => "in_memory",
        });
        if (IsSet(directory))
            yaml.Write("retry_directory", Variable(directory)!.Trim());
        if (IsSet("AUTOINSTR_DISK_RETRY_MEGABYTES"))
            yaml.Write("retry_megabytes", (int)(retry.RetryDirectorySize / OtlpSettings.Megabyte));
    }

    private string? Variable(string name) => environment.GetValueOrDefault(name);

    private bool IsSet(string name) => !string.IsNullOrWhiteSpace(Variable(name));
}
