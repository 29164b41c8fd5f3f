using System.Diagnostics;
using AutoInstr.Patching;
using Confluent.Kafka;

namespace AutoInstr.Patches.Messaging.Kafka;

/// <summary>Ends the span of a message when it is known whether it was delivered, before the application hears it.</summary>
[Instrumentation("KAFKA")]
[Patch(
    "Confluent.Kafka", From = "1.9", To = "3.0",
    Type = "Confluent.Kafka.Producer`2+TypedTaskDeliveryHandlerShim", Method = "HandleDeliveryReport")]
[Patch(
    "Confluent.Kafka", From = "1.9", To = "3.0",
    Type = "Confluent.Kafka.Producer`2+TypedDeliveryHandlerShim_Action", Method = "HandleDeliveryReport")]
internal static class DeliveryReportPatch
{
    private static void Prefix(object __instance, DeliveryReport<Null, Null>? deliveryReport)
    {
        if (!ProducePatch.Undelivered.TryGetValue(__instance, out Activity? activity))
            return;
        ProducePatch.Undelivered.Remove(__instance);
        KafkaSpan.StopProduce(activity, deliveryReport?.TopicPartitionOffset, deliveryReport?.Error, null);
    }
}
