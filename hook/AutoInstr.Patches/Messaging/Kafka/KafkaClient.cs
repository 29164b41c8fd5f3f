using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Confluent.Kafka;

namespace AutoInstr.Patches.Messaging.Kafka;

/// <summary>What is known of a producer or consumer from its configuration, of which secrets are a part that is not looked at.</summary>
internal sealed class KafkaClient
{
    private static readonly ConditionalWeakTable<object, KafkaClient> Clients = [];

    private readonly string? _group;
    private readonly string? _server;
    private readonly int _port;
    private string? _name;

    private KafkaClient(object builder)
    {
        var configuration = builder.GetType().GetProperty("Config", BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            ?.GetValue(builder) as IEnumerable<KeyValuePair<string, string?>>;
        foreach ((string key, string? value) in configuration ?? [])
        {
            if (key == "group.id")
                _group = value;
            // Of several servers to begin with, none is the one that a message goes to.
            else if (key is "bootstrap.servers" or "metadata.broker.list" && value is not null && !value.Contains(','))
                (_server, _port) = Split(value.Trim());
        }
    }

    /// <summary>Remembers a new producer or consumer.</summary>
    public static void Add(object client, object builder) => Clients.AddOrUpdate(client, new KafkaClient(builder));

    /// <summary>Says which client a span is of.</summary>
    public static void Describe(Activity activity, object client)
    {
        if (!Clients.TryGetValue(client, out KafkaClient? known))
            return;
        activity.SetTag("messaging.client.id", known._name ??= (client as IClient)?.Name);
        activity.SetTag("messaging.consumer.group.name", known._group);
        activity.SetServer(known._server, known._port);
    }

    private static (string Server, int Port) Split(string server)
    {
        int scheme = server.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0)
            server = server[(scheme + 3)..];
        int colon = server.LastIndexOf(':');
        return colon > server.LastIndexOf(']') &&
            int.TryParse(server.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            ? (server[..colon].Trim('[', ']'), port) : (server.Trim('[', ']'), 9092);
    }
}
