using System;
using System.IO;

namespace AutoInstr;

/// <summary>Which processes are left alone without a word: the environment is inherited by every child, tools included.</summary>
internal static class ProcessFilter
{
    /// <summary>Entry assemblies of the .NET SDK's own processes, of test hosts and of this kit.</summary>
    private static readonly string[] Tools =
    {
        "dotnet", "MSBuild", "VBCSCompiler", "csc", "vbc", "fsc", "rzc", "NuGet", "NuGet.CommandLine.XPlat",
        "testhost", "testhost.x86", "testhost.arm64", "vstest.console", "datacollector", "autoinstr", "AutoInstr.Doctor",
        "AutoInstr.Viewer",
    };

    /// <summary>Whether this process is not to be instrumented.</summary>
    /// <remarks>OTEL_DOTNET_AUTO_EXCLUDE_PROCESSES adds to the list; AUTOINSTR_INCLUDE_PROCESSES takes precedence over both.</remarks>
    public static bool IsExcluded() => IsExcluded(EntryName(), ExecutableName);

    /// <summary>Whether a program is not to be instrumented.</summary>
    /// <param name="entry">The simple name of its entry assembly.</param>
    /// <param name="executable">Gives the name of the running program, when it is needed.</param>
    internal static bool IsExcluded(string entry, Func<string> executable) =>
        IsListed("OTEL_DOTNET_AUTO_EXCLUDE_PROCESSES", entry, executable) ||
        IsTool(entry) && !IsListed("AUTOINSTR_INCLUDE_PROCESSES", entry, executable);

    /// <summary>Whether an entry assembly is a tool's. Global tools of the SDK begin with <c>dotnet-</c>.</summary>
    /// <param name="entry">The assembly's simple name.</param>
    internal static bool IsTool(string entry)
    {
        foreach (var tool in Tools)
            if (string.Equals(entry, tool, StringComparison.OrdinalIgnoreCase))
                return true;
        return entry.StartsWith("dotnet-", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Reads a file only when the variable is set.</summary>
    private static bool IsListed(string variable, string entry, Func<string> executable) =>
        !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable)) && Switches.Lists(variable, entry, executable());

    private static string EntryName() => Path.GetFileNameWithoutExtension(FirstArgument());

    private static string FirstArgument()
    {
        var arguments = Environment.GetCommandLineArgs();
        return arguments.Length > 0 ? arguments[0] : "";
    }

    /// <summary>The name of the running program, as <c>ps</c> and the official agent's setting have it.</summary>
    private static string ExecutableName()
    {
        try
        {
            var end = 0;
            var command = File.ReadAllText("/proc/self/comm");
            while (end < command.Length && command[end] != '\n')
                end++;
            return command.Substring(0, end);
        }
        catch (Exception)
        {
            return EntryName(); // not Linux
        }
    }
}
