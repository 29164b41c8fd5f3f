using System.Reflection;
using AutoInstr.Patching.Discovery;

namespace AutoInstr.Patching.TracedMethods;

/// <summary>The application's own methods that AUTOINSTR_TRACE_METHODS names, and their patch.</summary>
internal sealed class TracedMethodSet
{
    /// <summary>Beginnings of names of assemblies that are nobody's own.</summary>
    private static readonly string[] OthersAssemblies =
        ["System.", "Microsoft.Extensions.", "Microsoft.AspNetCore.", "Microsoft.Win32.", "OpenTelemetry", "AutoInstr."];

    private readonly IReadOnlyList<MethodPattern> _patterns;

    private TracedMethodSet(IReadOnlyList<MethodPattern> patterns) => _patterns = patterns;

    /// <summary>The patch of each of them.</summary>
    public PatchClass Patch { get; } = new(typeof(TracedMethodPatch));

    /// <summary>Reads the settings.</summary>
    /// <param name="isEnabled">Whether an instrumentation is on, by its id.</param>
    /// <returns><see langword="null"/> when nothing is to be traced.</returns>
    public static TracedMethodSet? Read(Func<string, bool> isEnabled)
    {
        var settings = TracedMethodSettings.Read(Environment.GetEnvironmentVariable, EngineLog.Warn);
        if (settings.Patterns.Count == 0)
            return null;
        var traced = new TracedMethodSet(settings.Patterns);
        if (!isEnabled(traced.Patch.Instrumentation))
            return null;
        TracedMethodPatch.Configure(new CallLimit(settings.PerSecond, static () => Environment.TickCount64, EngineLog.Warn));
        return traced;
    }

    /// <summary>Whether an assembly may have such methods, by its simple name: the framework's own are never looked through.</summary>
    public static bool MayConcern(string assembly)
    {
        foreach (var beginning in OthersAssemblies)
        {
            if (assembly.StartsWith(beginning, StringComparison.Ordinal))
                return false;
        }
        return true;
    }

    /// <summary>Such methods of an assembly.</summary>
    public IEnumerable<MethodInfo> Find(Assembly assembly) =>
        MayConcern(assembly.GetName().Name ?? "") ? TracedMethodFinder.Find(assembly, _patterns) : [];
}
