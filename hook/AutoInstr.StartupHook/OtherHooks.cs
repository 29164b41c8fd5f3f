using System;
using System.IO;

namespace AutoInstr;

/// <summary>Other products' startup hooks that bring an SDK of their own: with two in one process every span would come twice.</summary>
internal static class OtherHooks
{
    private static readonly string[] Known =
    {
        "OpenTelemetry.AutoInstrumentation.StartupHook.dll", "ElasticApmAgentStartupHook.dll", "Datadog.Trace.StartupHook.dll",
    };

    /// <summary>The path of the first such hook, or <see langword="null"/>.</summary>
    /// <param name="hooks">The value of DOTNET_STARTUP_HOOKS.</param>
    public static string? Find(string? hooks)
    {
        foreach (var path in (hooks ?? "").Split(Path.PathSeparator))
        {
            foreach (var name in Known)
                if (path.EndsWith(name, StringComparison.OrdinalIgnoreCase))
                    return path;
        }
        return null;
    }
}
