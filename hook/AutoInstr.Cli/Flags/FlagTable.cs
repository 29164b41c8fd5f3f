using AutoInstr.Agent.Configuration;

namespace AutoInstr.Cli.Flags;

/// <summary>Every flag of <c>autoinstr run</c> and <c>autoinstr env</c>.</summary>
internal static class FlagTable
{
    /// <summary>The specification's variables that the agent does not read; an SDK in the application does.</summary>
    private static readonly string[] OthersVariables = ["OTEL_SEMCONV_STABILITY_OPT_IN"];

    /// <summary>The flags by section, in the order of the help text.</summary>
    public static IReadOnlyList<(string Title, IReadOnlyList<Flag> Flags)> Sections { get; } =
    [
        .. SettingCatalogue.Sections.Select(section => (section.Title, Flags(section.Settings))),
        ("Passed on to an SDK in the application", Flags(
            OthersVariables.Except(SettingCatalogue.Sections.SelectMany(section => section.Settings).Select(setting => setting.Name))
                .Select(variable => new Setting(variable, "", "")))),
    ];

    /// <summary>Finds the variable that a flag stands for.</summary>
    /// <param name="flag">Without the dashes before it; <c>-</c> and <c>_</c> are the same.</param>
    /// <returns>The variable's name, or <see langword="null"/>.</returns>
    public static string? FindVariable(string flag)
    {
        var name = Flag.Normalize(flag);
        foreach (var (_, flags) in Sections)
        {
            foreach (var candidate in flags)
            {
                if (candidate.Match(name) is { } variable)
                    return variable;
            }
        }
        return null;
    }

    private static IReadOnlyList<Flag> Flags(IEnumerable<Setting> settings) => [.. settings.Select(setting => new Flag(setting))];
}
