using System;
using System.Diagnostics;
using System.IO;
using System.Reflection;

namespace AutoInstr;

/// <summary>What happens in a process that has the hook: the guards, then the agent, then the patches.</summary>
internal static class Bootstrap
{
    /// <summary>The folder, of the agent's and of the patches', that is for this runtime.</summary>
    public static string Framework => Environment.Version.Major >= 10 ? "net10.0" : "net8.0";

    /// <summary>Key of the process-wide mark that the hook has run here; its value is the time stamp of that moment.</summary>
    private const string Mark = "AutoInstr.StartedAt";

    /// <summary>The oldest runtime that the agent supports.</summary>
    internal const int OldestRuntime = 8;

    /// <summary>The release of System.Diagnostics.DiagnosticSource that the agent's SDK needs in the application's context.</summary>
    internal const int DiagnosticSourceNeeded = 10;

    /// <summary>The agent's entry.</summary>
    /// <param name="patch">Is called when the settings are known and before any thread of the agent's is there, unless nothing is
    /// traced: with whether an instrumentation is on, by its id, and with the agent's log, which takes a level and a line.</param>
    private delegate void AgentStart(Action<Func<string, bool>, Action<int, string>> patch);

    /// <summary>Runs the guards and starts the agent.</summary>
    public static void Run()
    {
        // The same hook listed twice runs twice, and so would two kits: the first one wins.
        if (AppContext.GetData(Mark) != null)
            return;
        AppDomain.CurrentDomain.SetData(Mark, Stopwatch.GetTimestamp());

        Defaults.Apply();
        if (Switches.IsTrue("OTEL_SDK_DISABLED") || ProcessFilter.IsExcluded())
            return;

        var kit = Path.GetDirectoryName(typeof(Bootstrap).Assembly.Location)!;
        Reexec.Settle(kit);

        if (Environment.Version.Major < OldestRuntime)
        {
            StandDown.Report(".NET " + Environment.Version + " is older than the oldest supported runtime, .NET " + OldestRuntime);
            return;
        }
        if (OtherHooks.Find(Environment.GetEnvironmentVariable("DOTNET_STARTUP_HOOKS"), kit) is { } other)
        {
            StandDown.Report(other + " is in DOTNET_STARTUP_HOOKS too; remove one of the two");
            return;
        }
        if (DiagnosticSourceVersion() < DiagnosticSourceNeeded)
        {
            Reexec.Try(kit);
            return;
        }
        StartAgent(kit);
    }

    /// <summary>The major version that the application's context has; 0 when it has none.</summary>
    private static int DiagnosticSourceVersion()
    {
        try
        {
            return AssemblyIdentity.Version(Assembly.Load(new AssemblyName(AgentLoadContext.DiagnosticSource))).Major;
        }
        catch (FileNotFoundException)
        {
            return 0; // trimmed away
        }
    }

    private static void StartAgent(string kit)
    {
        var folder = Path.Combine(kit, "agent", Framework);
        try
        {
            var agent = new AgentLoadContext(folder).LoadAgent().GetType("AutoInstr.Agent.Agent", throwOnError: true)!;
            var start = agent.GetMethod("Start", BindingFlags.Public | BindingFlags.Static)!;
            ((AgentStart)Delegate.CreateDelegate(typeof(AgentStart), start))((isEnabled, log) => Patches.Watch(kit, isEnabled, log));
        }
        catch (Exception exception) when (exception is IOException || exception is BadImageFormatException || exception is TypeLoadException
            || exception is UnauthorizedAccessException || exception is MissingMethodException)
        {
            StandDown.Report(
                "the kit in " + kit + " is incomplete or damaged (" + exception.GetType().Name + ": " + exception.Message +
                "); install it again");
        }
    }
}
