using System.Diagnostics;
using AutoInstr.Patching;
using RabbitMQ.Client;

namespace AutoInstr.Patches.Messaging.RabbitMq;

/// <summary>A consumer span around what an application does with a message that is delivered to it, at once or asynchronously.</summary>
/// <remarks>Frameworks have consumers of their own, and tell of messages by themselves.</remarks>
[Instrumentation("RABBITMQ")]
[Patch("RabbitMQ.Client", From = "6.0", To = "7.0", Type = "RabbitMQ.Client.Events.EventingBasicConsumer", Method = "HandleBasicDeliver")]
[Patch(
    "RabbitMQ.Client", From = "6.0", To = "7.0", Type = "RabbitMQ.Client.Events.AsyncEventingBasicConsumer", Method = "HandleBasicDeliver")]
internal static class DeliverPatch
{
    private static void Prefix(
        ulong deliveryTag, string? exchange, string? routingKey, IBasicProperties? properties, ReadOnlyMemory<byte> body,
        out Delivery? __state)
    {
        __state = null;
        if (!RabbitMqSpan.Source.HasListeners())
            return;
        Activity? surrounding = Activity.Current;
        Activity.Current = null;
        if (RabbitMqSpan.StartDeliver(exchange, routingKey, properties, body.Length, deliveryTag) is { } activity)
            __state = new Delivery(activity, surrounding);
        else
            Activity.Current = surrounding;
    }

    private static void Finalizer(Delivery? __state, Exception? __exception)
    {
        if (__state is null)
            return;
        __state.Activity.End(__exception);
        Activity.Current = __state.Surrounding;
    }
}
