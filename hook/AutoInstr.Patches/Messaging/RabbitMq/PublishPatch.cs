using System.Diagnostics;
using AutoInstr.Patching;
using RabbitMQ.Client;

namespace AutoInstr.Patches.Messaging.RabbitMq;

/// <summary>A producer span for each message that is published, whose context goes with the message.</summary>
[Instrumentation("RABBITMQ")]
[Patch("RabbitMQ.Client", From = "6.0", To = "7.0", Type = "RabbitMQ.Client.Impl.ModelBase", Method = "BasicPublish")]
internal static class PublishPatch
{
    private static void Prefix(
        IModel __instance, string? exchange, string? routingKey, ref IBasicProperties? basicProperties, ReadOnlyMemory<byte> body,
        out Activity? __state)
    {
        __state = null;
        if (!RabbitMqSpan.IsWanted)
            return;
        __state = RabbitMqSpan.StartPublish(__instance, exchange, routingKey, basicProperties, body.Length);
        RabbitMqHeaders.Inject(ref basicProperties, __instance, Activity.Current);
    }

    private static void Finalizer(Activity? __state, Exception? __exception) => __state.End(__exception);
}
