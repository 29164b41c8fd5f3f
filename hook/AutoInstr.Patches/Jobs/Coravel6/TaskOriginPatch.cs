using AutoInstr.Patching;
using Coravel.Tasks;

namespace AutoInstr.Patches.Jobs.Coravel6;

/// <summary>Notes what queues a task.</summary>
[Instrumentation("CORAVEL")]
[Patch("Coravel", From = "6.0.2", To = "7.0", Type = "Coravel.Tasks.ActionOrAsyncFunc", Method = ".ctor")]
internal static class TaskOriginPatch
{
    private static void Postfix(ActionOrAsyncFunc __instance) => CoravelSpan.Made(__instance);
}
