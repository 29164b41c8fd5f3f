using System;
using System.IO;

namespace AutoInstr;

/// <summary>Other products' startup hooks that bring an SDK of their own: with two in one process every span would come twice.</summary>
internal static class OtherHooks
{
    private const string Official = "OpenTelemetry.AutoInstrumentation.StartupHook.dll";

    /// <summary>Their file names.</summary>
    public static readonly string[] Known = { Official, "ElasticApmAgentStartupHook.dll", "Datadog.Trace.StartupHook.dll" };

    /// <summary>Where a kit's hook is for the OpenTelemetry Operator, under the official agent's name.</summary>
    /// <param name="kit">The folder of the kit.</param>
    public static string DropIn(string kit) => Path.Combine(kit, "net", Official);

    /// <summary>The path of the first such hook, or <see langword="null"/>.</summary>
    /// <param name="hooks">The value of DOTNET_STARTUP_HOOKS.</param>
    /// <param name="kit">The folder of the kit, whose own are not meant.</param>
    public static string? Find(string? hooks, string kit)
    {
        foreach (var path in (hooks ?? "").Split(Path.PathSeparator))
        {
            foreach (var name in Known)
                if (path.EndsWith(name, StringComparison.OrdinalIgnoreCase) && path != DropIn(kit))
                    return path;
        }
        return null;
    }
}
