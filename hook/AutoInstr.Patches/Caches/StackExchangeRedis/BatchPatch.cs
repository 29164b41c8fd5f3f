using AutoInstr.Patching;

namespace AutoInstr.Patches.Caches.StackExchangeRedis;

/// <summary>A client span for a batch, which sends its commands in one go.</summary>
[Instrumentation("STACKEXCHANGEREDIS")]
[Patch("StackExchange.Redis", From = "2.1", To = "4.0", Type = "StackExchange.Redis.RedisBatch", Method = "Execute")]
internal static class BatchPatch
{
    private static void Prefix(object __instance, out PendingBatch? __state) => __state = PendingBatch.Start(__instance);

    private static void Finalizer(PendingBatch? __state, Exception? __exception) => __state?.Sent(__exception);
}
