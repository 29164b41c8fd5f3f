using System;
using System.Collections.Generic;

namespace AutoInstr;

/// <summary>Settings that somebody else than the application's owner has, such as a cluster's webhook: each holds where the application's
/// environment, whatever that is put together from, does not have the variable.</summary>
internal static class Defaults
{
    /// <summary>The variable: lines of <c>NAME=value</c>, of variables that begin with OTEL_ or AUTOINSTR_.</summary>
    public const string Variable = "AUTOINSTR_DEFAULTS";

    /// <summary>Puts them into this process's environment, before anything reads it.</summary>
    public static void Apply()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } lines)
            return;
        foreach (var (name, value) in Read(lines, StandDown.Say))
        {
            if (Environment.GetEnvironmentVariable(name) is null)
                Environment.SetEnvironmentVariable(name, value);
        }
    }

    /// <summary>Takes the lines apart.</summary>
    /// <param name="lines">The variable's value.</param>
    /// <param name="complain">Told what is left out, and why.</param>
    public static IEnumerable<(string Name, string Value)> Read(string lines, Action<string> complain)
    {
        foreach (var line in lines.Split('\n'))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? line.Trim() : line.Substring(0, equals).Trim();
            if (name.Length == 0 && equals < 0)
                continue;
            if (equals >= 0 && IsSetting(name))
                yield return (name, line.Substring(equals + 1).Trim());
            else
                complain("autoinstr: " + Variable + ": '" + line.Trim() + "' is not OTEL_...=value or AUTOINSTR_...=value; it is left out");
        }
    }

    /// <summary>Whether a variable may have a default.</summary>
    public static bool IsSetting(string name) =>
        name.StartsWith("OTEL_", StringComparison.Ordinal) || name.StartsWith("AUTOINSTR_", StringComparison.Ordinal);
}
