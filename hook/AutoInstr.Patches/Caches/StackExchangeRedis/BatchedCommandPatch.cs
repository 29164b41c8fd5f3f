using AutoInstr.Patching;

namespace AutoInstr.Patches.Caches.StackExchangeRedis;

/// <summary>Notes the commands that a batch collects.</summary>
[Instrumentation("STACKEXCHANGEREDIS")]
[Patch("StackExchange.Redis", From = "2.1", To = "4.0", Type = "StackExchange.Redis.RedisBatch", Method = "ExecuteAsync")]
internal static class BatchedCommandPatch
{
    private static void Postfix(object __instance, object? message, Task __result)
    {
        if (message is not null && CommandSpan.IsWanted)
            PendingBatch.Add(__instance, message, __result);
    }
}
