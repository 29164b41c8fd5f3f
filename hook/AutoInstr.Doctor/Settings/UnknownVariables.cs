using AutoInstr.Cli.Flags;

namespace AutoInstr.Doctor.Settings;

/// <summary>Variables that look like settings and are none.</summary>
internal static class UnknownVariables
{
    private const string SwitchEnd = "_INSTRUMENTATION_ENABLED";

    private static readonly string[] SwitchStarts = ["OTEL_DOTNET_AUTO_TRACES_", "OTEL_DOTNET_AUTO_METRICS_", "OTEL_DOTNET_AUTO_LOGS_"];

    /// <summary>What the hook or the operator sets for itself, and what variables of SDKs for other languages begin with.</summary>
    private static readonly string[] Others =
        ["AUTOINSTR_REEXECUTED", "AUTOINSTR_NODE_IP", "AUTOINSTR_OWN_", "OTEL_DOTNET_AUTO_HOME", "OTEL_POD_IP", "OTEL_PYTHON_", "OTEL_JAVA",
            "OTEL_NODE_", "OTEL_GO_", "OTEL_INSTRUMENTATION_", "OTEL_INJECTOR_"];

    /// <summary>Finds them.</summary>
    /// <param name="names">The names of variables.</param>
    /// <param name="ids">The ids of instrumentations.</param>
    /// <returns>Each with the setting that it may have been meant to be, or <see langword="null"/>.</returns>
    public static IEnumerable<(string Name, string? Nearest)> Find(IEnumerable<string> names, IReadOnlyCollection<string> ids)
    {
        var known = FlagTable.Sections.SelectMany(section => section.Flags).Select(flag => flag.Setting.Name)
            .Where(name => !name.Contains('{', StringComparison.Ordinal)).ToList();
        foreach (var name in names.Where(IsOurs).Order(StringComparer.Ordinal))
        {
            if (known.Contains(name))
                continue;
            if (Array.Find(SwitchStarts, start => IsSwitch(name, start)) is { } start)
            {
                var id = name[start.Length..^SwitchEnd.Length];
                if (!ids.Contains(id))
                    yield return (name, Spelling.FindNearest(id, ids) is { } nearest ? start + nearest + SwitchEnd : null);
            }
            else if (FlagTable.FindVariable(name) != name)
                yield return (name, Spelling.FindNearest(name.ToUpperInvariant(), known));
        }
    }

    private static bool IsSwitch(string name, string start) =>
        name.Length > start.Length + SwitchEnd.Length - 1 && name.StartsWith(start, StringComparison.Ordinal) &&
        name.EndsWith(SwitchEnd, StringComparison.Ordinal);

    private static bool IsOurs(string name) =>
        (name.StartsWith("OTEL_", StringComparison.OrdinalIgnoreCase) ||
            name.StartsWith("AUTOINSTR_", StringComparison.OrdinalIgnoreCase)) &&
        !Array.Exists(Others, other => name.StartsWith(other, StringComparison.Ordinal));
}
