using System.Diagnostics;
using AutoInstr.Patching;
using Coravel.Scheduling.Schedule.Event;

namespace AutoInstr.Patches.Jobs.Coravel6;

/// <summary>A span for every scheduled execution.</summary>
[Instrumentation("CORAVEL")]
[Patch("Coravel", From = "6.0.2", To = "7.0", Type = "Coravel.Scheduling.Schedule.Event.ScheduledEvent", Method = "InvokeScheduledEvent")]
internal static class ScheduledEventPatch
{
    private static void Prefix(ScheduledEvent __instance, out Activity? __state) =>
        __state = CoravelSpan.StartScheduled(__instance.InvocableType());

    private static void Finalizer(Activity? __state, Exception? __exception) => __state.End(__exception);
}
