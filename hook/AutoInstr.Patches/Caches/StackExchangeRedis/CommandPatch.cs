using System.Diagnostics;
using AutoInstr.Patching;

namespace AutoInstr.Patches.Caches.StackExchangeRedis;

/// <summary>A client span for every command and transaction: all methods of IDatabase, IServer and ISubscriber end here.</summary>
/// <remarks>Nobody waits for the answer of one that is fired and forgotten: its span ends when it is sent.</remarks>
[Instrumentation("STACKEXCHANGEREDIS")]
[Patch("StackExchange.Redis", From = "2.1", To = "4.0", Type = "StackExchange.Redis.ConnectionMultiplexer", Method = "ExecuteSyncImpl")]
[Patch("StackExchange.Redis", From = "2.1", To = "4.0", Type = "StackExchange.Redis.ConnectionMultiplexer", Method = "ExecuteAsyncImpl")]
internal static class CommandPatch
{
    private static void Prefix(object? message, out Activity? __state) => __state = CommandSpan.Start(message);

    private static void Finalizer(Activity? __state, Exception? __exception) => RedisSpan.Stop(__state, __exception);
}
