using System.Diagnostics;
using AutoInstr.Patching;
using Quartz.Core;

namespace AutoInstr.Patches.Jobs.Quartz30;

/// <summary>A span for every execution. From 3.1 on the library has events of its own.</summary>
[Instrumentation("QUARTZ")]
[Patch("Quartz", From = "3.0.7", To = "3.1", Type = "Quartz.Core.JobRunShell", Method = "Run")]
internal static class RunPatch
{
    private static void Prefix(JobRunShell __instance, out Activity? __state) => __state = ExecutionSpan.Start(__instance);

    private static void Finalizer(Activity? __state, Exception? __exception) => __state.End(__exception);
}
