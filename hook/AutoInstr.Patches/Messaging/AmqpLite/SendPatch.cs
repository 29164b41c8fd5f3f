using Amqp;
using AutoInstr.Patching;

namespace AutoInstr.Patches.Messaging.AmqpLite;

/// <summary>A producer span for every message: Send and SendAsync end here.</summary>
[Instrumentation("AMQPNETLITE")]
[Patch("Amqp.Net", From = "2.5", To = "3.0", Type = "Amqp.SenderLink", Method = "SendInternal")]
internal static class SendPatch
{
    private static void Prefix(SenderLink __instance, Message? message, ref OutcomeCallback? callback, out AmqpSend? __state) =>
        __state = message == null ? null : AmqpSend.Start(__instance, message, ref callback);

    private static void Finalizer(AmqpSend? __state, Exception? __exception) => __state?.Return(__exception);
}
