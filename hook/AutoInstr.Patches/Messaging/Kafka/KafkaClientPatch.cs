using AutoInstr.Patching;

namespace AutoInstr.Patches.Messaging.Kafka;

/// <summary>Remembers which servers a producer or consumer was made for, and for which group.</summary>
[Instrumentation("KAFKA")]
[Patch("Confluent.Kafka", From = "1.9", To = "3.0", Type = "Confluent.Kafka.Producer`2", Method = ".ctor")]
[Patch("Confluent.Kafka", From = "1.9", To = "3.0", Type = "Confluent.Kafka.Consumer`2", Method = ".ctor")]
internal static class KafkaClientPatch
{
    private static void Postfix(object __instance, object builder) => KafkaClient.Add(__instance, builder);
}
