namespace AutoInstr.Compare.Conventions;

/// <summary>What the semantic conventions ask of one instrument.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">How values are put together, as <see cref="Recordings.RecordedInstrument.Kind"/> says it.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Required">The attributes that its series must have: a recording knows those of all together.</param>
internal sealed record InstrumentConvention(string Name, string Kind, string Unit, params IReadOnlyList<string> Required)
{
    private const string Counter = "counter";
    private const string UpDown = "up-down counter";
    private const string Histogram = "histogram";
    private const string Gauge = "gauge";

    private static readonly string[] Server = ["http.request.method", "url.scheme"];
    private static readonly string[] Client = ["http.request.method", "server.address", "server.port"];
    private static readonly string[] Connection = ["server.address", "server.port"];
    private static readonly string[] Pool = ["db.client.connection.pool.name"];
    private static readonly string[] Messaging = ["messaging.operation.name", "messaging.system"];

    /// <summary>The conventions by the instrument's name: https://opentelemetry.io/docs/specs/semconv/general/metrics/ and the pages of
    /// each field.</summary>
    public static readonly IReadOnlyDictionary<string, InstrumentConvention> ByName = new InstrumentConvention[]
    {
        // https://opentelemetry.io/docs/specs/semconv/http/http-metrics/ and /dotnet/dotnet-http-metrics/
        new("http.server.request.duration", Histogram, "s", Server),
        new("http.server.active_requests", UpDown, "{request}", Server),
        new("http.server.request.body.size", Histogram, "By", Server),
        new("http.server.response.body.size", Histogram, "By", Server),
        new("http.client.request.duration", Histogram, "s", Client),
        new("http.client.request.body.size", Histogram, "By", Client),
        new("http.client.response.body.size", Histogram, "By", Client),
        new("http.client.request.time_in_queue", Histogram, "s", "http.request.method"),
        new("http.client.active_requests", UpDown, "{request}", Connection),
        new("http.client.open_connections", UpDown, "{connection}", ["http.connection.state", .. Connection]),
        new("http.client.connection.duration", Histogram, "s", Connection),
        new("dns.lookup.duration", Histogram, "s", "dns.question.name"),

        // https://opentelemetry.io/docs/specs/semconv/dotnet/dotnet-aspnetcore-metrics/, -kestrel-metrics/ and -signalr-metrics/
        new("aspnetcore.routing.match_attempts", Counter, "{match_attempt}", "aspnetcore.routing.match_status"),
        new("aspnetcore.diagnostics.exceptions", Counter, "{exception}", "aspnetcore.diagnostics.exception.result", "error.type"),
        new("aspnetcore.rate_limiting.requests", Counter, "{request}", "aspnetcore.rate_limiting.result"),
        new("aspnetcore.rate_limiting.request.time_in_queue", Histogram, "s", "aspnetcore.rate_limiting.result"),
        new("aspnetcore.rate_limiting.active_request_leases", UpDown, "{request}"),
        new("aspnetcore.rate_limiting.queued_requests", UpDown, "{request}"),
        new("aspnetcore.rate_limiting.request_lease.duration", Histogram, "s"),
        new("kestrel.active_connections", UpDown, "{connection}"),
        new("kestrel.queued_connections", UpDown, "{connection}"),
        new("kestrel.rejected_connections", Counter, "{connection}"),
        new("kestrel.upgraded_connections", UpDown, "{connection}"),
        new("kestrel.connection.duration", Histogram, "s"),
        new("kestrel.queued_requests", UpDown, "{request}"),
        new("kestrel.active_tls_handshakes", UpDown, "{handshake}"),
        new("kestrel.tls_handshake.duration", Histogram, "s"),
        new("signalr.server.active_connections", UpDown, "{connection}"),
        new("signalr.server.connection.duration", Histogram, "s"),

        // https://opentelemetry.io/docs/specs/semconv/runtime/dotnet-metrics/
        new("dotnet.process.cpu.count", UpDown, "{cpu}"),
        new("dotnet.process.cpu.time", Counter, "s", "cpu.mode"),
        new("dotnet.process.memory.working_set", UpDown, "By"),
        new("dotnet.gc.collections", Counter, "{collection}"),
        new("dotnet.gc.heap.total_allocated", Counter, "By"),
        new("dotnet.gc.last_collection.memory.committed_size", UpDown, "By"),
        new("dotnet.gc.last_collection.heap.size", UpDown, "By"),
        new("dotnet.gc.last_collection.heap.fragmentation.size", UpDown, "By"),
        new("dotnet.gc.pause.time", Counter, "s"),
        new("dotnet.jit.compiled_il.size", Counter, "By"),
        new("dotnet.jit.compiled_methods", Counter, "{method}"),
        new("dotnet.jit.compilation.time", Counter, "s"),
        new("dotnet.monitor.lock_contentions", Counter, "{contention}"),
        new("dotnet.thread_pool.thread.count", UpDown, "{thread}"),
        new("dotnet.thread_pool.work_item.count", Counter, "{work_item}"),
        new("dotnet.thread_pool.queue.length", UpDown, "{work_item}"),
        new("dotnet.timer.count", UpDown, "{timer}"),
        new("dotnet.assembly.count", UpDown, "{assembly}"),
        new("dotnet.exceptions", Counter, "{exception}", "error.type"),

        // https://opentelemetry.io/docs/specs/semconv/system/process-metrics/
        new("process.cpu.time", Counter, "s"),
        new("process.memory.usage", UpDown, "By"),
        new("process.memory.virtual", UpDown, "By"),
        new("process.thread.count", UpDown, "{thread}"),
        new("process.unix.file_descriptor.count", UpDown, "{file_descriptor}"),
        new("process.uptime", Gauge, "s"),

        // https://opentelemetry.io/docs/specs/semconv/db/database-metrics/
        new("db.client.operation.duration", Histogram, "s", "db.system.name"),
        new("db.client.response.returned_rows", Histogram, "{row}", "db.system.name"),
        new("db.client.connection.count", UpDown, "{connection}", [.. Pool, "db.client.connection.state"]),
        new("db.client.connection.idle.max", UpDown, "{connection}", Pool),
        new("db.client.connection.idle.min", UpDown, "{connection}", Pool),
        new("db.client.connection.max", UpDown, "{connection}", Pool),
        new("db.client.connection.pending_requests", UpDown, "{request}", Pool),
        new("db.client.connection.timeouts", Counter, "{timeout}", Pool),
        new("db.client.connection.create_time", Histogram, "s", Pool),
        new("db.client.connection.wait_time", Histogram, "s", Pool),
        new("db.client.connection.use_time", Histogram, "s", Pool),

        // https://opentelemetry.io/docs/specs/semconv/messaging/messaging-metrics/ and /rpc/rpc-metrics/
        new("messaging.client.operation.duration", Histogram, "s", Messaging),
        new("messaging.client.sent.messages", Counter, "{message}", Messaging),
        new("messaging.client.consumed.messages", Counter, "{message}", Messaging),
        new("messaging.process.duration", Histogram, "s", Messaging),
        new("rpc.server.call.duration", Histogram, "s", "rpc.system.name"),
        new("rpc.client.call.duration", Histogram, "s", "rpc.system.name"),
    }.ToDictionary(static convention => convention.Name, StringComparer.Ordinal);
}
