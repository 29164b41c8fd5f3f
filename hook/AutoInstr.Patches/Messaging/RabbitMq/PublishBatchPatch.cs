using System.Diagnostics;
using System.Runtime.CompilerServices;
using AutoInstr.Patching;

namespace AutoInstr.Patches.Messaging.RabbitMq;

/// <summary>A client span for a batch that is published, with links to its messages.</summary>
[Instrumentation("RABBITMQ")]
[Patch("RabbitMQ.Client", From = "6.0", To = "7.0", Type = "RabbitMQ.Client.Impl.BasicPublishBatch", Method = "Publish")]
internal static class PublishBatchPatch
{
    /// <summary>The messages of each batch. One that is published again sends them all again.</summary>
    public static readonly ConditionalWeakTable<object, List<ActivityLink>> Messages = [];

    private static void Prefix(object __instance, out Activity? __state) =>
        __state = RabbitMqSpan.IsWanted && Messages.TryGetValue(__instance, out List<ActivityLink>? messages)
            ? RabbitMqSpan.StartPublishBatch(RabbitMqModel.OfBatch(__instance), messages) : null;

    private static void Finalizer(Activity? __state, Exception? __exception) => __state.End(__exception);
}
