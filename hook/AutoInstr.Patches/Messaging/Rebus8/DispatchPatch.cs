using System.Diagnostics;
using AutoInstr.Patching;
using Rebus.Pipeline;

namespace AutoInstr.Patches.Messaging.Rebus8;

/// <summary>A consumer span around the handlers of a message, one for each try.</summary>
[Instrumentation("REBUS")]
[Patch("Rebus", From = "8.9.5", To = "9.0", Type = "Rebus.Pipeline.Receive.DispatchIncomingMessageStep", Method = "Process")]
internal static class DispatchPatch
{
    private static void Prefix(IncomingStepContext context, out Activity? __state) => __state = RebusSpan.StartProcess(context);

    private static void Finalizer(Activity? __state, Exception? __exception) => __state.End(__exception);
}
