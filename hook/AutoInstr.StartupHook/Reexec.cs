using System;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace AutoInstr;

/// <summary>
/// .NET 8 and 9 have an older DiagnosticSource than the agent needs. The host takes a newer one from two variables, which it reads
/// before any of our code runs: so the process executes itself once more with them set.
/// </summary>
internal static class Reexec
{
    private const string AdditionalDeps = "DOTNET_ADDITIONAL_DEPS";
    private const string SharedStore = "DOTNET_SHARED_STORE";

    /// <summary>Holds the process id that executed itself, which children do not have.</summary>
    private const string Guard = "AUTOINSTR_REEXECUTED";

    /// <summary>After the second start: takes out of the environment what only this process needed, for the children's sake.</summary>
    public static void Settle(string kit)
    {
        if (!IsSecondStart())
            return;
        Environment.SetEnvironmentVariable(Guard, null);
        Environment.SetEnvironmentVariable(AdditionalDeps, Without(Environment.GetEnvironmentVariable(AdditionalDeps), Deps(kit)));
        Environment.SetEnvironmentVariable(SharedStore, Without(Environment.GetEnvironmentVariable(SharedStore), Store(kit)));
        AppDomain.CurrentDomain.SetData(Guard, true);
    }

    /// <summary>Executes this process once more, or says why that cannot be.</summary>
    public static void Try(string kit)
    {
        var obstacle = Obstacle(kit);
        if (obstacle == null)
            obstacle = "executing the process once more failed with error " + Execute(kit);
        StandDown.Report(".NET " + Environment.Version + " has an older System.Diagnostics.DiagnosticSource than needed, and " + obstacle);
    }

    private static string? Obstacle(string kit)
    {
        if (AppContext.GetData(Guard) != null)
            return "the runtime did not take the one in " + Store(kit);
        if (SelfContained.IsSelfContained)
            return "a self-contained application cannot be given another: reference System.Diagnostics.DiagnosticSource 10 in it, " +
                "or publish it framework-dependent";
        if (!HasFiles(kit))
            return "the kit in " + kit + " lacks its deps or store folder: install it again";
        if (Switches.Is("AUTOINSTR_REEXEC", "false") || !RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
            return "AUTOINSTR_REEXEC=false or the system forbids executing the process once more: set " + AdditionalDeps + "=" + Deps(kit) +
                " and " + SharedStore + "=" + Store(kit);
        return null;
    }

    /// <summary>A deps file that names an assembly which the store lacks would end the application.</summary>
    private static bool HasFiles(string kit) =>
        Directory.Exists(Path.Combine(Deps(kit), "shared", "Microsoft.NETCore.App")) &&
        Directory.Exists(Path.Combine(Store(kit), Architecture(), "net8.0"));

    private static string Architecture() => RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    private static string Deps(string kit) => Path.Combine(kit, "deps");

    private static string Store(string kit) => Path.Combine(kit, "store");

    private static bool IsSecondStart() =>
        Environment.GetEnvironmentVariable(Guard) is { } processId && processId == Process.Id().ToString(CultureInfo.InvariantCulture);

    private static string? Without(string? list, string entry) =>
        list == null || list == entry ? null
        : list.EndsWith(Path.PathSeparator + entry, StringComparison.Ordinal) ? list.Substring(0, list.Length - entry.Length - 1)
        : list;

    private static string With(string? list, string entry) => string.IsNullOrEmpty(list) ? entry : list + Path.PathSeparator + entry;

    /// <summary>Returns only when the system refuses; the environment is then as it was.</summary>
    private static int Execute(string kit)
    {
        var additionalDeps = Environment.GetEnvironmentVariable(AdditionalDeps);
        var sharedStore = Environment.GetEnvironmentVariable(SharedStore);
        Native.SetEnvironment(AdditionalDeps, With(additionalDeps, Deps(kit)));
        Native.SetEnvironment(SharedStore, With(sharedStore, Store(kit)));
        Native.SetEnvironment(Guard, Process.Id().ToString(CultureInfo.InvariantCulture));
        // Otherwise the new image finds its diagnostics socket's name taken, and has none.
        Process.DeleteDiagnosticsSocket();

        var error = Native.ExecuteSelf(File.ReadAllBytes("/proc/self/cmdline"));

        Native.SetEnvironment(AdditionalDeps, additionalDeps);
        Native.SetEnvironment(SharedStore, sharedStore);
        Native.SetEnvironment(Guard, null);
        return error;
    }

    /// <summary>What /proc tells of this process.</summary>
    private static class Process
    {
        public static int Id() => int.Parse(Stat()[0], CultureInfo.InvariantCulture);

        /// <summary>Exactly this process' socket: containers that share a temporary folder are all process 1.</summary>
        public static void DeleteDiagnosticsSocket()
        {
            try
            {
                var stat = Stat();
                File.Delete(Path.Combine(Path.GetTempPath(), "dotnet-diagnostic-" + stat[0] + "-" + stat[1] + "-socket"));
            }
            catch (Exception)
            {
                // No socket then: the diagnostics tools are blind, the application runs.
            }
        }

        /// <summary>The process id and the start time: fields 1 and 22, the second of which may
        /// hold anything up to the last bracket.</summary>
        private static string[] Stat()
        {
            var stat = File.ReadAllText("/proc/self/stat", Encoding.ASCII);
            var fields = stat.Substring(stat.LastIndexOf(')') + 2).Split(' ');
            return new[] { stat.Substring(0, stat.IndexOf(' ')), fields[19] };
        }
    }
}
