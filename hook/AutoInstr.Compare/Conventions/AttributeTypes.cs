namespace AutoInstr.Compare.Conventions;

/// <summary>The types of the attributes of traces and resources that have one type by the conventions.</summary>
internal static class AttributeTypes
{
    private static readonly string[] Integers =
    [
        "http.response.status_code", "http.request.resend_count", "http.request.body.size", "http.response.body.size",
        "server.port", "client.port", "network.peer.port", "network.local.port",
        "db.operation.batch.size", "db.response.returned_rows", "messaging.batch.message_count", "messaging.message.body.size",
        "messaging.message.envelope.size", "messaging.kafka.offset", "messaging.rabbitmq.message.delivery_tag",
        "thread.id", "code.line.number", "code.column.number", "process.pid",
    ];

    private static readonly string[] Texts =
    [
        "http.request.method", "http.request.method_original", "http.route", "url.full", "url.path", "url.query", "url.scheme",
        "url.template",
        "server.address", "client.address", "network.peer.address", "network.local.address", "network.protocol.name",
        "network.protocol.version", "network.transport", "network.type", "user_agent.original", "error.type",
        "db.system.name", "db.namespace", "db.collection.name", "db.operation.name", "db.query.text", "db.query.summary",
        "db.response.status_code", "db.stored_procedure.name", "messaging.system", "messaging.operation.name", "messaging.operation.type",
        "messaging.destination.name", "messaging.destination.partition.id", "messaging.consumer.group.name", "messaging.message.id",
        "rpc.system.name", "rpc.method", "rpc.response.status_code", "exception.type", "exception.message", "exception.stacktrace",
        "code.function.name", "code.file.path", "service.name", "service.version", "service.namespace", "service.instance.id",
        "telemetry.sdk.name", "telemetry.sdk.language", "telemetry.sdk.version", "telemetry.distro.name", "telemetry.distro.version",
    ];

    private static readonly string[] Flags = ["messaging.destination.temporary", "messaging.destination.anonymous"];

    /// <summary>The type by the attribute's name.</summary>
    public static readonly IReadOnlyDictionary<string, string> ByName = Integers.Select(static name => (name, type: "int"))
        .Concat(Texts.Select(static name => (name, type: "string")))
        .Concat(Flags.Select(static name => (name, type: "boolean")))
        .ToDictionary(static entry => entry.name, static entry => entry.type, StringComparer.Ordinal);
}
