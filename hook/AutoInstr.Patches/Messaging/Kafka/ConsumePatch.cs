using AutoInstr.Patching;

namespace AutoInstr.Patches.Messaging.Kafka;

/// <summary>A client span for each message that is consumed, with a link to where it was sent: all ways of consuming end here.</summary>
[Instrumentation("KAFKA")]
[Patch(
    "Confluent.Kafka", From = "1.9", To = "3.0", Type = "Confluent.Kafka.Consumer`2", Method = "Consume", Parameters = ["System.Int32"])]
internal static class ConsumePatch
{
    private static void Prefix(out long __state) => __state = MessageSpan.Now(KafkaSpan.Source);

    private static void Finalizer(object __instance, object? __result, Exception? __exception, long __state)
    {
        if (__state != MessageSpan.Unwanted)
            KafkaSpan.Consume(__instance, __result, __exception, __state);
    }
}
