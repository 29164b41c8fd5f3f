using AutoInstr.Patching;
using FreeRedis;

namespace AutoInstr.Patches.Caches.FreeRedis;

/// <summary>Tells the span of a pipeline what it consists of.</summary>
[Instrumentation("FREEREDIS")]
[Patch(
    "FreeRedis", From = "1.5", To = "2.0", Type = "FreeRedis.RedisClient+PipelineAdapter", Method = "EndPipe",
    Parameters =
    [
        "FreeRedis.Internal.IRedisSocket",
        "System.Collections.Generic.IEnumerable`1[FreeRedis.RedisClient+PipelineCommand]",
    ])]
internal static class PipelinePatch
{
    private static readonly Func<object, CommandPacket> CommandReader = MemberReader.Create<CommandPacket>(
        typeof(RedisClient).Assembly.GetType("FreeRedis.RedisClient+PipelineCommand", throwOnError: true)!, "Command");

    private static void Prefix(object cmds) => FreeRedisCall.Describe(((IEnumerable<object>)cmds).Select(CommandReader));
}
