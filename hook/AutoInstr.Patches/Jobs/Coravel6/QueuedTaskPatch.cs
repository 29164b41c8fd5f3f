using System.Diagnostics;
using AutoInstr.Patching;
using Coravel.Tasks;

namespace AutoInstr.Patches.Jobs.Coravel6;

/// <summary>A span for every queued task.</summary>
[Instrumentation("CORAVEL")]
[Patch("Coravel", From = "6.0.2", To = "7.0", Type = "Coravel.Queuing.Queue", Method = "InvokeTask")]
internal static class QueuedTaskPatch
{
    private static void Prefix(ActionOrAsyncFunc task, out Activity? __state) => __state = CoravelSpan.StartQueued(task);

    private static void Finalizer(Activity? __state, Exception? __exception) => __state.End(__exception);
}
