using Amqp;
using AutoInstr.Patching;

namespace AutoInstr.Patches.Messaging.AmqpLite;

/// <summary>A client span for every message that an application waits for.</summary>
[Instrumentation("AMQPNETLITE")]
[Patch("Amqp.Net", From = "2.5", To = "3.0", Type = "Amqp.ReceiverLink", Method = "Receive", Parameters = [])]
[Patch("Amqp.Net", From = "2.5", To = "3.0", Type = "Amqp.ReceiverLink", Method = "Receive", Parameters = ["System.TimeSpan"])]
[Patch("Amqp.Net", From = "2.5", To = "3.0", Type = "Amqp.ReceiverLink", Method = "ReceiveAsync", Parameters = ["System.TimeSpan"])]
internal static class ReceivePatch
{
    private static void Prefix(out AmqpReceive? __state) => __state = AmqpReceive.Start();

    private static void Finalizer(ReceiverLink __instance, AmqpReceive? __state, Message? __result, Exception? __exception) =>
        __state?.End(__instance, __result, __exception);
}
