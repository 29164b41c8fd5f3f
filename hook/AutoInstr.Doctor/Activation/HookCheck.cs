using AutoInstr.Doctor.Report;

namespace AutoInstr.Doctor.Activation;

/// <summary>Whether the environment puts the hook before an application.</summary>
/// <param name="kit">The folder of the kit.</param>
/// <param name="variable">Gives the value of a variable, or <see langword="null"/>.</param>
internal sealed class HookCheck(string kit, Func<string, string?> variable)
{
    private const string HookFile = "AutoInstr.StartupHook.dll";
    private const string Hooks = "DOTNET_STARTUP_HOOKS";
    private const string AdditionalDeps = "DOTNET_ADDITIONAL_DEPS";
    private const string SharedStore = "DOTNET_SHARED_STORE";

    private readonly Section _section = new("activation", "Activation");

    private string Hook => Path.Combine(kit, HookFile);

    /// <summary>Looks.</summary>
    /// <param name="program">The entry assembly of the application, or <see langword="null"/> when it is not known.</param>
    /// <param name="executable">The file name of the running program.</param>
    /// <param name="needsStore">Whether the application must be given another DiagnosticSource.</param>
    /// <param name="toOwnPath">A path of the application's as this program can open it.</param>
    public Section Run(string? program, string executable, bool needsStore, Func<string, string> toOwnPath)
    {
        CheckHooks(toOwnPath);
        if (needsStore)
            CheckStore(toOwnPath);
        if (Switches.IsTrue("OTEL_SDK_DISABLED"))
            _section.Problem("switch", "OTEL_SDK_DISABLED=true switches everything off", "Remove OTEL_SDK_DISABLED.");
        if (program is not null && ProcessFilter.IsExcluded(program, () => executable))
            _section.Problem("excluded", $"the hook leaves {program} alone",
                "Take it out of OTEL_DOTNET_AUTO_EXCLUDE_PROCESSES; if it has the name of a tool, name it in AUTOINSTR_INCLUDE_PROCESSES.");
        return _section;
    }

    /// <summary>Adds what a running process shows of the hook.</summary>
    /// <param name="hasHook">Whether it has loaded the hook.</param>
    /// <param name="hasAgent">Whether it has loaded the agent.</param>
    public void CheckProcess(bool hasHook, bool hasAgent)
    {
        if (hasAgent)
            _section.Ok("process", "the process has loaded the agent");
        else if (hasHook)
            _section.Problem("process", "the process has loaded the hook, which did not start the agent",
                "The hook said why in one line on standard error; where it did not, the program is one of those that it leaves alone.");
        else
            _section.Problem("process", "the process has not loaded the hook", "Start it again with the variables set.");
    }

    private void CheckHooks(Func<string, string> toOwnPath)
    {
        var list = variable(Hooks);
        // The runtime takes each entry as it is; an empty one is left out.
        var entries = (list ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        foreach (var entry in entries)
        {
            if (Obstacle(entry, toOwnPath) is { } obstacle)
                _section.Problem(
                    "hook", $"{Hooks}: '{entry}' {obstacle}, which ends every .NET application before it begins", $"Correct {Hooks}.");
        }
        if (OtherHooks.Find(list, kit) is { } other)
            _section.Problem(
                "other-hook", $"{other} is in {Hooks} too, so that nothing is instrumented by this kit", "Remove one of the two.");
        var own = entries.FirstOrDefault(entry => Path.GetFileName(entry) == HookFile || entry == OtherHooks.DropIn(kit));
        if (own is null)
            _section.Problem("hook", $"{Hooks} does not name the hook, so that nothing is instrumented",
                $"Set {Hooks}={Hook}, or start the application with 'autoinstr run'.");
        else if (own != OtherHooks.DropIn(kit) && !RealPath.AreSame(toOwnPath(own), Hook))
            _section.Note("hook", $"{Hooks} names the hook of another kit, {own}; what is said here is of {kit}");
        else
            _section.Ok("hook", $"{Hooks} names the hook");
    }

    /// <summary>What the runtime ends the application for.</summary>
    private static string? Obstacle(string entry, Func<string, string> toOwnPath)
    {
        if (!entry.Contains('/', StringComparison.Ordinal) && !entry.EndsWith(".dll", StringComparison.Ordinal))
            return null; // the name of an assembly of the application's
        if (!Path.IsPathRooted(entry))
            return "is not an absolute path";
        if (!entry.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
            return "is not a .dll";
        try
        {
            using var file = File.OpenRead(toOwnPath(entry));
            return file.ReadByte() == 'M' && file.ReadByte() == 'Z' ? null : "is not an assembly";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception is FileNotFoundException or DirectoryNotFoundException ? "is not there" : "cannot be read";
        }
    }

    private void CheckStore(Func<string, string> toOwnPath)
    {
        var (deps, store) = (Path.Combine(kit, "deps"), Path.Combine(kit, "store"));
        var hasDeps = Names(AdditionalDeps, deps, toOwnPath);
        var hasStore = Names(SharedStore, store, toOwnPath);
        if (hasDeps && hasStore)
            _section.Ok("store", $"{AdditionalDeps} and {SharedStore} name the kit: the application starts once");
        else if (hasDeps)
            _section.Problem("store",
                $"{AdditionalDeps} names the kit and {SharedStore} does not, which ends the application before it begins",
                $"Set {SharedStore}={store} too.");
        else if (Switches.Is("AUTOINSTR_REEXEC", "false"))
            _section.Problem("store", "AUTOINSTR_REEXEC=false forbids the second start that this version of .NET needs",
                $"Set {AdditionalDeps}={deps} and {SharedStore}={store}.");
        else
            _section.Note("store",
                "the application is executed once more when it starts, about 60 ms, for a newer System.Diagnostics.DiagnosticSource",
                $"Set {AdditionalDeps}={deps} and {SharedStore}={store}, and it starts once.");
    }

    private bool Names(string name, string folder, Func<string, string> toOwnPath) => (variable(name) ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(entry => RealPath.AreSame(toOwnPath(entry), folder));
}
