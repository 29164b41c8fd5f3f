using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Configuration.File;
using AutoInstr.Doctor.Report;

namespace AutoInstr.Doctor.Settings;

/// <summary>What is wrong with a configuration file, and what it configures.</summary>
/// <param name="variable">Gives the value of an environment variable, or <see langword="null"/>.</param>
internal sealed class ConfigurationFileCheck(Func<string, string?> variable)
{
    /// <summary>Looks.</summary>
    /// <param name="path">The file.</param>
    public Section Run(string path)
    {
        var section = new Section("configuration", "Configuration file");
        var mistakes = new List<string>();
        var file = ConfigurationFile.Read(path, variable, new SelfLogSettings(), mistakes.Add);
        foreach (var mistake in mistakes)
            section.Problem("mistake", mistake, "Correct the file.");
        foreach (var name in file.Undefined)
            section.Note(
                "undefined", $"${{{name}}}: the variable is not set here, and the file has no default for it: as if nothing were written");
        if (mistakes.Count == 0 || !file.Settings.Disabled)
            ConfigurationSummary.Write(section, file.Settings);
        return section;
    }
}
