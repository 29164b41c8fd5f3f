using AutoInstr.Agent.Configuration;
using AutoInstr.Cli.Flags;
using AutoInstr.Doctor.Conversion;
using AutoInstr.Doctor.Report;

namespace AutoInstr.Doctor.Settings;

/// <summary>Which settings are in force, and what the agent would complain of.</summary>
/// <param name="environment">The variables.</param>
internal sealed class SettingsCheck(IReadOnlyDictionary<string, string> environment)
{
    private readonly Section _section = new("settings", "Settings");
    private readonly List<string> _complaints = [];

    /// <summary>The settings that the agent reads.</summary>
    public AgentSettings Agent { get; private set; } = new();

    /// <summary>Every setting with its value.</summary>
    public IReadOnlyList<SettingInForce> InForce { get; private set; } = [];

    /// <summary>Looks.</summary>
    /// <param name="ids">The ids of instrumentations, which are parts of names.</param>
    public Section Run(IReadOnlyCollection<string> ids)
    {
        Agent = AgentSettings.Read(Variable, _complaints.Add);
        if (Variable(AgentSettings.ConfigurationFileVariable) is { } file && !string.IsNullOrWhiteSpace(file))
            return RunOfFile(file.Trim());
        // Switches are read when they are needed.
        foreach (var id in ids)
        {
            Agent.Traces.IsInstrumentationEnabled(id);
            Agent.Metrics.IsInstrumentationEnabled(id);
            Agent.Logs.IsInstrumentationEnabled(id);
        }
        InForce = [.. SettingCatalogue.Sections.SelectMany(section => section.Settings).SelectMany(Values)];

        foreach (var complaint in _complaints)
            _section.Problem("setting", complaint, "Correct the variable.");
        foreach (var unknown in UnknownVariables.Find(environment.Keys, ids))
        {
            if (unknown.Nearest is { } nearest)
                _section.Problem("unknown", $"{unknown.Name} is not a setting; {nearest} is", "Correct the name, or remove it.");
            else
                _section.Note("unknown", $"{unknown.Name} is not a setting that is known here");
        }
        if (!Agent.Traces.AreExported)
        {
            var why = Agent.Traces.Enabled ? "OTEL_TRACES_EXPORTER=none: nothing is exported"
                : "OTEL_DOTNET_AUTO_TRACES_ENABLED=false: nothing is traced";
            _section.Problem("traces", why, "Remove the variable.");
        }
        if (!Agent.Metrics.AreExported)
        {
            _section.Note("metrics", Agent.Metrics.Enabled ? "OTEL_METRICS_EXPORTER=none: no metrics are exported"
                : "OTEL_DOTNET_AUTO_METRICS_ENABLED=false: nothing is measured");
        }
        if (!Agent.Logs.AreExported)
        {
            _section.Note("logs", Agent.Logs.Enabled ? "OTEL_LOGS_EXPORTER=none: no logs are exported"
                : "OTEL_DOTNET_AUTO_LOGS_ENABLED=false: no logs are taken");
        }
        foreach (var setting in InForce.Where(setting => setting.IsSet && !IsComplainedOf(setting.Name)))
            _section.Ok("set", $"{setting.Name}={setting.Value}");
        if (!InForce.Any(setting => setting.IsSet))
            _section.Ok("set", "every setting has its default");
        return _section;
    }

    /// <summary>The file stands for all variables but those that are read before it.</summary>
    private Section RunOfFile(string path)
    {
        var check = new ConfigurationFileCheck(Variable).Run(path);
        foreach (var finding in check.Findings)
            _section.Add(finding);
        InForce = [.. SettingCatalogue.Sections.SelectMany(section => section.Settings).SelectMany(Values)
            .Where(setting => setting.Name == AgentSettings.ConfigurationFileVariable || ConfigurationWriter.Kept.Contains(setting.Name))];
        foreach (var setting in InForce.Where(setting => setting.IsSet))
            _section.Ok("set", $"{setting.Name}={setting.Value}");
        var ignored = environment.Keys.Where(IsIgnored).Order(StringComparer.Ordinal).ToList();
        if (ignored.Count > 0)
            _section.Note("ignored", $"the file stands in place of {string.Join(", ", ignored)}, unless it refers to them");
        return _section;
    }

    private static bool IsIgnored(string name) => name is not (AgentSettings.ConfigurationFileVariable or "OTEL_SDK_DISABLED") &&
        !ConfigurationWriter.Kept.Contains(name) && FlagTable.FindVariable(name) == name &&
        !name.StartsWith("AUTOINSTR_K8S_", StringComparison.Ordinal) &&
        !name.StartsWith("OTEL_RESOURCE_ATTRIBUTES_", StringComparison.Ordinal);

    private string? Variable(string name) => environment.GetValueOrDefault(name);

    /// <summary>A setting whose name holds an id is several, of which those are shown that are set.</summary>
    private IEnumerable<SettingInForce> Values(Setting setting)
    {
        if (!setting.Name.Contains('{', StringComparison.Ordinal))
        {
            yield return Variable(setting.Name) is { } value && !string.IsNullOrWhiteSpace(value)
                ? new SettingInForce(setting.Name, ShownValue.Of(setting.Name, value), true)
                : new SettingInForce(setting.Name, setting.Default, false);
            yield break;
        }
        var flag = new Flag(setting);
        foreach (var (name, value) in environment.OrderBy(variable => variable.Key, StringComparer.Ordinal))
        {
            if (flag.Match(Flag.Normalize(name)) == name && !IsListed(name))
                yield return new SettingInForce(name, ShownValue.Of(name, value), true);
        }
    }

    private bool IsComplainedOf(string name) =>
        _complaints.Exists(complaint => complaint.StartsWith(name + ":", StringComparison.Ordinal));

    private static bool IsListed(string name) =>
        SettingCatalogue.Sections.Any(section => section.Settings.Any(setting => setting.Name == name));
}
