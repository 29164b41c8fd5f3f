using AutoInstr.Agent.Configuration;

namespace AutoInstr.Doctor.Coverage;

/// <summary>Which instrumentation is off, and by which variable.</summary>
/// <param name="settings">The settings in force.</param>
/// <param name="variable">Gives the value of a variable, or <see langword="null"/>.</param>
internal sealed class InstrumentationSwitches(TracesSettings settings, Func<string, string?> variable)
{
    /// <summary>The variable that switches an instrumentation off.</summary>
    /// <returns><see langword="null"/> when it is on.</returns>
    public string? SwitchedOffBy(string id)
    {
        if (settings.IsInstrumentationEnabled(id))
            return null;
        return Candidates(id).FirstOrDefault(name => "false".Equals(variable(name)?.Trim(), StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The narrower comes first, as it wins.</summary>
    private static string[] Candidates(string id) =>
    [
        $"OTEL_DOTNET_AUTO_TRACES_{id}_INSTRUMENTATION_ENABLED", "OTEL_DOTNET_AUTO_TRACES_INSTRUMENTATION_ENABLED",
        "OTEL_DOTNET_AUTO_INSTRUMENTATION_ENABLED",
    ];
}
