using AutoInstr.Agent.Plugins;
using AutoInstr.Doctor.Application;
using AutoInstr.Doctor.Report;

namespace AutoInstr.Doctor.Settings;

/// <summary>Whether the plug-ins are there, and what their names say.</summary>
/// <param name="folders">Where an assembly is looked for whose folder is not given, as this program can open them.</param>
/// <param name="toOwnPath">A path of the application's as this program can open it.</param>
internal sealed class PluginCheck(string[] folders, Func<string, string> toOwnPath)
{
    private const string Base = "AutoInstr.Plugins.Plugin";

    private readonly Section _section = new("plugins", "Plug-ins");

    /// <summary>Looks.</summary>
    /// <param name="entries">The entries of the setting.</param>
    public Section Run(IReadOnlyList<string> entries)
    {
        foreach (var entry in entries)
        {
            try
            {
                Check(entry);
            }
            catch (Exception exception) when (exception is IOException or FormatException or UnauthorizedAccessException)
            {
                Refuse(entry, exception.Message, "Correct the path, which is the application's, or the name.");
            }
        }
        return _section;
    }

    private void Check(string entry)
    {
        var (type, path) = PluginFiles.Find(entry, folders, toOwnPath);
        using var file = AssemblyMetadata.TryOpen(() => File.OpenRead(path));
        if (file is null)
            Refuse(entry, $"{path} is not an assembly that can be read", "Correct the path.");
        else if (!file.RefersTo(Base))
            Refuse(entry, $"{path} has no class that derives from {Base}", "Derive one, or remove the entry.");
        else if (type is not null && file.FindMissing(type, "*") is { } missing)
            Refuse(entry, $"{missing} in {path}", "Correct the name of the class.");
        else
            _section.Ok("plugin", type is null ? path : $"{type} of {path}");
    }

    private void Refuse(string entry, string problem, string advice) =>
        _section.Problem("plugin", $"{PluginSet.Variable}: '{entry}': {problem}", advice);
}
