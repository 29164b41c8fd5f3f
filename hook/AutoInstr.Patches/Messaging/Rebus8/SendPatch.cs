using System.Diagnostics;
using AutoInstr.Patching;
using Rebus.Pipeline;

namespace AutoInstr.Patches.Messaging.Rebus8;

/// <summary>A producer span for every message that is handed to the transport: the last step of the pipeline.</summary>
[Instrumentation("REBUS")]
[Patch("Rebus", From = "8.9.5", To = "9.0", Type = "Rebus.Pipeline.Send.SendOutgoingMessageStep", Method = "Process")]
internal static class SendPatch
{
    private static void Prefix(OutgoingStepContext context, out Activity? __state) => __state = RebusSpan.StartSend(context);

    private static void Finalizer(Activity? __state, Exception? __exception) => __state.End(__exception);
}
