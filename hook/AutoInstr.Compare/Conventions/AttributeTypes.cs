namespace AutoInstr.Compare.Conventions;

/// <summary>The types that values of attributes have to have.</summary>
/// <remarks>https://opentelemetry.io/docs/specs/semconv/registry/attributes/.</remarks>
internal static class AttributeTypes
{
    /// <summary>The type of each, as OTLP decodes to it.</summary>
    public static readonly IReadOnlyDictionary<string, Type> Expected = Table(
        (typeof(long),
        [
            "client.port", "code.line.number", "db.operation.batch.size", "db.response.returned_rows", "http.request.body.size",
            "http.request.resend_count", "http.response.body.size", "http.response.status_code", "messaging.batch.message_count",
            "messaging.kafka.offset", "messaging.message.body.size", "network.local.port", "network.peer.port", "process.pid",
            "server.port", "thread.id",
        ]),
        (typeof(bool), ["messaging.destination.anonymous", "messaging.destination.temporary"]),
        (typeof(string),
        [
            "client.address", "code.file.path", "code.function.name", "db.collection.name", "db.namespace", "db.operation.name",
            "db.query.summary", "db.query.text", "db.response.status_code", "db.stored_procedure.name", "db.system.name", "error.type",
            "exception.message", "exception.stacktrace", "exception.type", "http.request.method", "http.request.method_original",
            "http.route", "messaging.client.id", "messaging.consumer.group.name", "messaging.destination.name",
            "messaging.destination.partition.id", "messaging.message.id", "messaging.operation.name", "messaging.operation.type",
            "messaging.system", "network.peer.address", "network.protocol.name", "network.protocol.version", "network.transport",
            "rpc.method", "rpc.response.status_code", "rpc.system.name", "server.address", "service.name", "url.full", "url.path",
            "url.query", "url.scheme", "user_agent.original",
        ]));

    private static Dictionary<string, Type> Table(params (Type Type, string[] Names)[] rows) =>
        rows.SelectMany(static row => row.Names, static (row, name) => (name, row.Type))
            .ToDictionary(static item => item.name, static item => item.Type, StringComparer.Ordinal);
}
