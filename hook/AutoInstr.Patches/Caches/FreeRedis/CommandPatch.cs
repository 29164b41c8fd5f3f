using AutoInstr.Patching;
using FreeRedis;

namespace AutoInstr.Patches.Caches.FreeRedis;

/// <summary>A client span for each command, in whatever mode the client is: all of them log their calls here.</summary>
[Instrumentation("FREEREDIS")]
[Patch("FreeRedis", From = "1.5", To = "2.0", Type = "FreeRedis.RedisClient", Method = "LogCall")]
[Patch("FreeRedis", From = "1.5", To = "2.0", Type = "FreeRedis.RedisClient", Method = "LogCallAsync")]
internal static class CommandPatch
{
    private static void Prefix(CommandPacket? cmd, out FreeRedisCall? __state) => __state = FreeRedisCall.Start(cmd);

    private static void Finalizer(FreeRedisCall? __state, Exception? __exception) => __state?.Stop(__exception);
}
