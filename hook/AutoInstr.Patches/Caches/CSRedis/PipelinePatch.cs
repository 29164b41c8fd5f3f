using System.Diagnostics;
using AutoInstr.Patching;
using CSRedis;

namespace AutoInstr.Patches.Caches.CSRedis;

/// <summary>A client span for each pipeline that is sent.</summary>
[Instrumentation("CSREDIS")]
[Patch("CSRedisCore", From = "3.8", To = "4.0", Type = "CSRedis.RedisClient", Method = "EndPipe")]
internal static class PipelinePatch
{
    private static void Prefix(RedisClient __instance, out Activity? __state) => __state = CSRedisCall.StartPipeline(__instance);

    private static void Finalizer(Activity? __state, Exception? __exception) => CSRedisCall.Stop(__state, __exception);
}
