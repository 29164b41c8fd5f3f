namespace AutoInstr.Compare.Conventions;

/// <summary>Instruments that the semantic conventions no longer have, and what they have instead.</summary>
internal static class DeprecatedInstruments
{
    private const string Runtime = "process.runtime.dotnet.";

    /// <summary>The replacement by the old name.</summary>
    public static readonly IReadOnlyDictionary<string, string> Replacements = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["http.server.duration"] = "http.server.request.duration",
        ["http.server.request.size"] = "http.server.request.body.size",
        ["http.server.response.size"] = "http.server.response.body.size",
        ["http.client.duration"] = "http.client.request.duration",
        ["http.client.request.size"] = "http.client.request.body.size",
        ["http.client.response.size"] = "http.client.response.body.size",
        ["db.client.connections.usage"] = "db.client.connection.count",
        ["db.client.connections.idle.max"] = "db.client.connection.idle.max",
        ["db.client.connections.idle.min"] = "db.client.connection.idle.min",
        ["db.client.connections.max"] = "db.client.connection.max",
        ["db.client.connections.pending_requests"] = "db.client.connection.pending_requests",
        ["db.client.connections.timeouts"] = "db.client.connection.timeouts",
        ["db.client.connections.create_time"] = "db.client.connection.create_time",
        ["db.client.connections.wait_time"] = "db.client.connection.wait_time",
        ["db.client.connections.use_time"] = "db.client.connection.use_time",
        ["messaging.publish.duration"] = "messaging.client.operation.duration",
        ["messaging.receive.duration"] = "messaging.client.operation.duration",
        ["messaging.publish.messages"] = "messaging.client.sent.messages",
        ["messaging.client.published.messages"] = "messaging.client.sent.messages",
        ["messaging.receive.messages"] = "messaging.client.consumed.messages",
        ["messaging.process.messages"] = "messaging.client.consumed.messages",
        ["rpc.server.duration"] = "rpc.server.call.duration",
        ["rpc.client.duration"] = "rpc.client.call.duration",
        ["process.open_file_descriptor.count"] = "process.unix.file_descriptor.count",
        [Runtime + "gc.collections.count"] = "dotnet.gc.collections",
        [Runtime + "gc.heap.size"] = "dotnet.gc.last_collection.heap.size",
        [Runtime + "gc.heap.fragmentation.size"] = "dotnet.gc.last_collection.heap.fragmentation.size",
        [Runtime + "gc.allocations.size"] = "dotnet.gc.heap.total_allocated",
        [Runtime + "gc.committed_memory.size"] = "dotnet.gc.last_collection.memory.committed_size",
        [Runtime + "gc.duration"] = "dotnet.gc.pause.time",
        [Runtime + "jit.il_compiled.size"] = "dotnet.jit.compiled_il.size",
        [Runtime + "jit.methods_compiled.count"] = "dotnet.jit.compiled_methods",
        [Runtime + "jit.compilation_time"] = "dotnet.jit.compilation.time",
        [Runtime + "monitor.lock_contention.count"] = "dotnet.monitor.lock_contentions",
        [Runtime + "thread_pool.threads.count"] = "dotnet.thread_pool.thread.count",
        [Runtime + "thread_pool.completed_items.count"] = "dotnet.thread_pool.work_item.count",
        [Runtime + "thread_pool.queue.length"] = "dotnet.thread_pool.queue.length",
        [Runtime + "timer.count"] = "dotnet.timer.count",
        [Runtime + "assemblies.count"] = "dotnet.assembly.count",
        [Runtime + "exceptions.count"] = "dotnet.exceptions",
    };
}
