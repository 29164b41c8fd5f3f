using AutoInstr.Patching;
using RabbitMQ.Client;

namespace AutoInstr.Patches.Messaging.RabbitMq;

/// <summary>A client span for each message that is asked for, with a link to where it was sent.</summary>
[Instrumentation("RABBITMQ")]
[Patch("RabbitMQ.Client", From = "6.0", To = "7.0", Type = "RabbitMQ.Client.Impl.ModelBase", Method = "BasicGet")]
internal static class GetPatch
{
    private static void Prefix(out long __state) => __state = MessageSpan.Now(RabbitMqSpan.Source);

    private static void Finalizer(object __instance, string? queue, BasicGetResult? __result, Exception? __exception, long __state)
    {
        if (__state != MessageSpan.Unwanted)
            RabbitMqSpan.Fetch(__instance, queue, __result, __exception, __state);
    }
}
