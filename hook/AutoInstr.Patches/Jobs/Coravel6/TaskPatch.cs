using AutoInstr.Patching;
using Coravel.Tasks;

namespace AutoInstr.Patches.Jobs.Coravel6;

/// <summary>What a queued task throws, which its queue does not.</summary>
[Instrumentation("CORAVEL")]
[Patch("Coravel", From = "6.0.2", To = "7.0", Type = "Coravel.Tasks.ActionOrAsyncFunc", Method = "Invoke")]
internal static class TaskPatch
{
    private static void Finalizer(ActionOrAsyncFunc __instance, Exception? __exception)
    {
        if (__exception != null)
            CoravelSpan.Failed(__instance, __exception);
    }
}
