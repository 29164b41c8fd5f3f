using System.Diagnostics;
using System.Net;
using MQTTnet;
using MQTTnet.Packets;

namespace AutoInstr.Patches.Messaging.Mqtt;

/// <summary>Messages that MQTTnet's client publishes and gets.</summary>
internal static class MqttSpan
{
    private static readonly ActivitySource Source = PatchActivity.NewSource("MQTTnet");

    /// <summary>Starts the span of a message that is published.</summary>
    public static Activity? StartPublish(MqttClient client, string topic)
    {
        if (!Source.HasListeners())
            return null;
        var activity = Source.StartActivity($"publish {topic}", ActivityKind.Producer);
        if (activity is { IsAllDataRequested: true })
            Describe(activity, client, "send", "publish", topic);
        return activity;
    }

    /// <summary>Starts the span of a message that is handed to the application's handlers, as a part of what published it.</summary>
    public static Activity? StartProcess(MqttClient client, MqttPublishPacket packet)
    {
        if (!Source.HasListeners())
            return null;
        var parent = packet.UserProperties is { } properties ? MqttContext.Extract(properties) : default;
        var activity = Source.StartApart($"process {packet.Topic}", ActivityKind.Consumer, parent);
        if (activity == null)
            return null;
        if (activity.IsAllDataRequested)
            Describe(activity, client, "process", "process", packet.Topic);
        if (packet.UserProperties is { } baggage)
            MqttContext.AddBaggage(activity, baggage);
        return activity;
    }

    private static void Describe(Activity activity, MqttClient client, string type, string name, string topic)
    {
        activity.SetTag("messaging.system", "mqtt");
        activity.SetTag("messaging.operation.type", type);
        activity.SetTag("messaging.operation.name", name);
        activity.SetTag("messaging.destination.name", topic);
        if (client.Options is not { } options)
            return;
        activity.SetTag("messaging.client.id", options.ClientId);
        switch ((options.ChannelOptions as MqttClientTcpOptions)?.RemoteEndpoint)
        {
            case DnsEndPoint server:
                activity.SetTag("server.address", server.Host);
                activity.SetTag("server.port", server.Port);
                break;
            case IPEndPoint server:
                activity.SetTag("server.address", server.Address.ToString());
                activity.SetTag("server.port", server.Port);
                break;
        }
    }
}
