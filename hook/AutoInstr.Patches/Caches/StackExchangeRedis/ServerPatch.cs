using AutoInstr.Patching;
using StackExchange.Redis;

namespace AutoInstr.Patches.Caches.StackExchangeRedis;

/// <summary>Tells the span of a command which server was chosen for it, which may be another one each time.</summary>
[Instrumentation("STACKEXCHANGEREDIS")]
[Patch(
    "StackExchange.Redis", From = "2.1", To = "4.0",
    Type = "StackExchange.Redis.ConnectionMultiplexer", Method = "PrepareToPushMessageToBridge")]
internal static class ServerPatch
{
    private static void Finalizer(ConnectionMultiplexer __instance, object? server)
    {
        if (CommandSpan.Current is not { } activity)
            return;
        if (server is not null)
            RedisSpan.SetServer(activity, RedisMessage.Address(server));
        else if (__instance.GetEndPoints(configuredOnly: true) is [var only])
            RedisSpan.SetServer(activity, only); // none is connected, which ends in an error; there is no doubt who was meant
    }
}
