using AutoInstr.Agent.Configuration;

namespace AutoInstr.Doctor.Coverage;

/// <summary>Which instrumentation is off, and by which variable.</summary>
/// <param name="settings">The settings in force.</param>
/// <param name="variable">Gives the value of a variable, or <see langword="null"/>.</param>
internal sealed class InstrumentationSwitches(AgentSettings settings, Func<string, string?> variable)
{
    /// <summary>The variable that switches an instrumentation off; of a library of log records, with its value if that is not
    /// <c>false</c>.</summary>
    /// <returns><see langword="null"/> when it is on.</returns>
    public string? SwitchedOffBy(string id)
    {
        var isOfLogs = SettingReader.Contains(LogsSettings.Libraries, id);
        if (isOfLogs ? settings.Logs.Concern(id) : settings.Traces.IsInstrumentationEnabled(id))
            return null;
        if (!string.IsNullOrWhiteSpace(variable(AgentSettings.ConfigurationFileVariable)))
            return AgentSettings.ConfigurationFileVariable;
        return Candidates(id, isOfLogs).FirstOrDefault(IsFalse) ?? (isOfLogs ? "OTEL_LOGS_EXPORTER=none" : null);
    }

    /// <summary>The narrower comes first, as it wins.</summary>
    private static string[] Candidates(string id, bool isOfLogs) => isOfLogs
        ? ["OTEL_DOTNET_AUTO_LOGS_ENABLED", .. Candidates(id, "LOGS")]
        : [.. Candidates(id, "TRACES")];

    private static string[] Candidates(string id, string signal) =>
    [
        $"OTEL_DOTNET_AUTO_{signal}_{id}_INSTRUMENTATION_ENABLED", $"OTEL_DOTNET_AUTO_{signal}_INSTRUMENTATION_ENABLED",
        "OTEL_DOTNET_AUTO_INSTRUMENTATION_ENABLED",
    ];

    private bool IsFalse(string name) => "false".Equals(variable(name)?.Trim(), StringComparison.OrdinalIgnoreCase);
}
