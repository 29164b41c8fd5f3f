namespace AutoInstr.Compare.Conventions;

/// <summary>Attributes that the semantic conventions no longer have, and what they have instead.</summary>
internal static class DeprecatedAttributes
{
    /// <summary>The replacement by the old name; empty where there is none.</summary>
    public static readonly IReadOnlyDictionary<string, string> Replacements = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["http.method"] = "http.request.method",
        ["http.status_code"] = "http.response.status_code",
        ["http.url"] = "url.full",
        ["http.target"] = "url.path",
        ["http.scheme"] = "url.scheme",
        ["http.host"] = "server.address",
        ["http.server_name"] = "server.address",
        ["http.client_ip"] = "client.address",
        ["http.user_agent"] = "user_agent.original",
        ["http.flavor"] = "network.protocol.version",
        ["http.request_content_length"] = "http.request.header.content-length",
        ["http.response_content_length"] = "http.response.header.content-length",
        ["net.peer.name"] = "server.address",
        ["net.peer.port"] = "server.port",
        ["net.peer.ip"] = "network.peer.address",
        ["net.host.name"] = "server.address",
        ["net.host.port"] = "server.port",
        ["net.host.ip"] = "network.local.address",
        ["net.sock.peer.addr"] = "network.peer.address",
        ["net.sock.peer.port"] = "network.peer.port",
        ["net.sock.host.addr"] = "network.local.address",
        ["net.sock.host.port"] = "network.local.port",
        ["net.transport"] = "network.transport",
        ["net.protocol.name"] = "network.protocol.name",
        ["net.protocol.version"] = "network.protocol.version",
        ["db.system"] = "db.system.name",
        ["db.statement"] = "db.query.text",
        ["db.operation"] = "db.operation.name",
        ["db.name"] = "db.namespace",
        ["db.redis.database_index"] = "db.namespace",
        ["db.sql.table"] = "db.collection.name",
        ["db.mongodb.collection"] = "db.collection.name",
        ["db.cassandra.table"] = "db.collection.name",
        ["db.cosmosdb.container"] = "db.collection.name",
        ["db.connection_string"] = "server.address",
        ["db.user"] = "",
        ["db.jdbc.driver_classname"] = "",
        ["messaging.operation"] = "messaging.operation.type",
        ["messaging.destination"] = "messaging.destination.name",
        ["messaging.destination_kind"] = "",
        ["messaging.temp_destination"] = "messaging.destination.temporary",
        ["messaging.message_id"] = "messaging.message.id",
        ["messaging.conversation_id"] = "messaging.message.conversation_id",
        ["messaging.message_payload_size_bytes"] = "messaging.message.body.size",
        ["messaging.client_id"] = "messaging.client.id",
        ["messaging.kafka.consumer.group"] = "messaging.consumer.group.name",
        ["messaging.kafka.consumer_group"] = "messaging.consumer.group.name",
        ["messaging.kafka.message.offset"] = "messaging.kafka.offset",
        ["messaging.kafka.destination.partition"] = "messaging.destination.partition.id",
        ["messaging.rabbitmq.routing_key"] = "messaging.rabbitmq.destination.routing_key",
        ["messaging.rocketmq.client_group"] = "messaging.consumer.group.name",
        ["rpc.system"] = "rpc.system.name",
        ["rpc.service"] = "rpc.method",
        ["rpc.grpc.status_code"] = "rpc.response.status_code",
        ["rpc.connect_rpc.error_code"] = "rpc.response.status_code",
        ["rpc.jsonrpc.error_code"] = "rpc.response.status_code",
        ["code.function"] = "code.function.name",
        ["code.namespace"] = "code.function.name",
        ["code.filepath"] = "code.file.path",
        ["code.lineno"] = "code.line.number",
        ["code.column"] = "code.column.number",
        ["enduser.role"] = "user.roles",
        ["exception.escaped"] = "",
        ["peer.service"] = "service.peer.name",
        ["deployment.environment"] = "deployment.environment.name",
        ["telemetry.auto.version"] = "telemetry.distro.version",
    };

    private static readonly ILookup<string, string> OldNames =
        Replacements.ToLookup(static entry => entry.Value, static entry => entry.Key, StringComparer.Ordinal);

    /// <summary>What is wrong with an old name.</summary>
    public static string Say(string name) =>
        Replacements[name] is { Length: > 0 } current ? $"{name} is {current} by now" : $"{name} is deprecated";

    /// <summary>The names that an attribute once had.</summary>
    public static IEnumerable<string> FormerNamesOf(string current) => OldNames[current];
}
