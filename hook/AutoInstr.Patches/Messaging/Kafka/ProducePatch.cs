using System.Diagnostics;
using System.Runtime.CompilerServices;
using AutoInstr.Patching;

namespace AutoInstr.Patches.Messaging.Kafka;

/// <summary>A producer span for each message, whose context goes with it: all ways of producing hand over to librdkafka here.</summary>
/// <remarks>The span ends with the delivery report, where the producer asks for one, and else when the message is handed over.</remarks>
[Instrumentation("KAFKA")]
[Patch("Confluent.Kafka", From = "1.9", To = "3.0", Type = "Confluent.Kafka.Producer`2", Method = "ProduceImpl")]
internal static class ProducePatch
{
    /// <summary>The spans of messages that are on their way, by what takes their delivery reports.</summary>
    public static readonly ConditionalWeakTable<object, Activity> Undelivered = [];

    private static void Prefix(
        object __instance, string topic, byte[]? val, byte[]? key, ref object? headers, object? deliveryHandler, out Activity? __state)
    {
        __state = null;
        if (!KafkaSpan.Source.HasListeners())
            return;
        __state = KafkaSpan.StartProduce(__instance, topic, key, val);
        // The report may come before the original returns.
        if (__state is not null && deliveryHandler is not null)
            Undelivered.AddOrUpdate(deliveryHandler, __state);
        headers = KafkaHeaders.With(headers, __state ?? Activity.Current);
    }

    private static void Finalizer(object? deliveryHandler, Exception? __exception, Activity? __state)
    {
        if (__state is not null && (__exception is not null || deliveryHandler is null))
            KafkaSpan.StopProduce(__state, null, null, __exception);
    }
}
