using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using AutoInstr.Agent.Exporters;

namespace AutoInstr.Agent.Traces;

/// <summary>Who is at the other end of a client's or producer's span: without it, Zipkin shows no dependency.</summary>
internal static class ZipkinRemoteEndpoint
{
    /// <summary>The attributes that tell, best first, each with the one that holds the port; the order is the specification's.</summary>
    private static readonly (string Key, string? PortKey)[] Ranking =
    [
        ("peer.service", null),
        ("server.address", null),
        ("net.peer.name", null),
        ("network.peer.address", "network.peer.port"),
        ("server.socket.domain", null),
        ("server.socket.address", "server.socket.port"),
        ("net.sock.peer.name", null),
        ("net.sock.peer.addr", "net.sock.peer.port"),
        ("peer.hostname", null),
        ("peer.address", null),
        ("db.name", null),
        ("db.namespace", null),
    ];

    /// <summary>Writes the member <c>remoteEndpoint</c>, if an attribute tells.</summary>
    public static void Write(Utf8JsonWriter writer, Activity activity)
    {
        foreach (var (key, portKey) in Ranking)
        {
            if (activity.GetTagItem(key) is not string { Length: > 0 } name)
                continue;
            writer.WriteStartObject("remoteEndpoint");
            if (portKey is null || !IPAddress.TryParse(name, out var address))
                writer.WriteString("serviceName", name);
            else
                writer.WriteString(address.AddressFamily == AddressFamily.InterNetworkV6 ? "ipv6" : "ipv4", name);
            if (portKey is not null && activity.GetTagItem(portKey) is { } port && TryGetPort(port, out var number))
                writer.WriteNumber("port", number);
            writer.WriteEndObject();
            return;
        }
    }

    private static bool TryGetPort(object value, out int port) =>
        int.TryParse(AttributeJson.Text(value, null), NumberStyles.None, CultureInfo.InvariantCulture, out port);
}
