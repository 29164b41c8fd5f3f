using System.Diagnostics;
using AutoInstr.Patching;
using CSRedis;

namespace AutoInstr.Patches.Caches.CSRedis;

/// <summary>A client span for each command: whatever its type of result, a connection writes it here.</summary>
[Instrumentation("CSREDIS")]
[Patch("CSRedisCore", From = "3.8", To = "4.0", Type = "CSRedis.RedisClient", Method = "Write")]
[Patch("CSRedisCore", From = "3.8", To = "4.0", Type = "CSRedis.RedisClient", Method = "WriteAsync")]
internal static class CommandPatch
{
    private static void Prefix(RedisClient __instance, object? command, out Activity? __state) =>
        __state = CSRedisCall.Start(__instance, command);

    private static void Finalizer(Activity? __state, Exception? __exception) => CSRedisCall.Stop(__state, __exception);
}
