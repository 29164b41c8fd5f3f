using System.Diagnostics;
using AutoInstr.Patching;
using RabbitMQ.Client;

namespace AutoInstr.Patches.Messaging.RabbitMq;

/// <summary>A producer span for each message that is put into a batch, whose context goes with the message.</summary>
[Instrumentation("RABBITMQ")]
[Patch(
    "RabbitMQ.Client", From = "6.0", To = "7.0", Type = "RabbitMQ.Client.Impl.BasicPublishBatch", Method = "Add",
    Parameters =
    [
        "System.String", "System.String", "System.Boolean", "RabbitMQ.Client.IBasicProperties", "System.ReadOnlyMemory`1[System.Byte]",
    ])]
internal static class BatchedMessagePatch
{
    private static void Prefix(
        object __instance, string? exchange, string? routingKey, ref IBasicProperties? basicProperties, ReadOnlyMemory<byte> body,
        out Activity? __state)
    {
        __state = null;
        if (!RabbitMqSpan.IsWanted)
            return;
        __state = RabbitMqSpan.StartCreate(exchange, routingKey, basicProperties, body.Length);
        RabbitMqHeaders.Inject(ref basicProperties, RabbitMqModel.OfBatch(__instance), Activity.Current);
        if (__state is not null)
            PublishBatchPatch.Messages.GetOrCreateValue(__instance).Add(new ActivityLink(__state.Context));
    }

    private static void Finalizer(Activity? __state, Exception? __exception) => __state.End(__exception);
}
