using AutoInstr.Patching;

namespace AutoInstr.Patches.Caches.StackExchangeRedis;

/// <summary>Tells the span of a batch which server was chosen for its first command.</summary>
[Instrumentation("STACKEXCHANGEREDIS")]
[Patch(
    "StackExchange.Redis", From = "2.1", To = "4.0", Type = "StackExchange.Redis.ConnectionMultiplexer", Method = "SelectServer",
    Parameters = ["StackExchange.Redis.Message"])]
internal static class BatchServerPatch
{
    private static void Postfix(object? __result)
    {
        if (__result is not null && CommandSpan.Current is { } activity)
            RedisSpan.SetServer(activity, RedisMessage.Address(__result));
    }
}
