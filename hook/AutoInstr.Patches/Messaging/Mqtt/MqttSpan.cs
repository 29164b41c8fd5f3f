using System.Diagnostics;
using System.Net;
using MQTTnet;
using MQTTnet.Packets;

namespace AutoInstr.Patches.Messaging.Mqtt;

/// <summary>Messages that MQTTnet's client publishes and gets.</summary>
internal static class MqttSpan
{
    private static readonly ActivitySource Source = PatchActivity.NewSource("MQTTnet");
    private static readonly MessageOperation Publish = new("mqtt", "send", "publish", ActivityKind.Producer);
    private static readonly MessageOperation Process = new("mqtt", "process", "process", ActivityKind.Consumer);

    /// <summary>Starts the span of a message that is published.</summary>
    public static Activity? StartPublish(MqttClient client, string topic)
    {
        if (!Source.HasListeners())
            return null;
        var activity = MessageSpan.Start(Source, Publish, topic);
        if (activity is { IsAllDataRequested: true })
            Describe(activity, client);
        return activity;
    }

    /// <summary>Starts the span of a message that is handed to the application's handlers, as a part of what published it.</summary>
    public static Activity? StartProcess(MqttClient client, MqttPublishPacket packet)
    {
        if (!Source.HasListeners())
            return null;
        var parent = packet.UserProperties is { } properties ? MqttContext.Extract(properties) : default;
        var activity = MessageSpan.StartApart(Source, Process, packet.Topic, parent);
        if (activity == null)
            return null;
        if (activity.IsAllDataRequested)
            Describe(activity, client);
        if (packet.UserProperties is { } baggage)
            MqttContext.AddBaggage(activity, baggage);
        return activity;
    }

    private static void Describe(Activity activity, MqttClient client)
    {
        if (client.Options is not { } options)
            return;
        activity.SetTag("messaging.client.id", options.ClientId);
        switch ((options.ChannelOptions as MqttClientTcpOptions)?.RemoteEndpoint)
        {
            case DnsEndPoint server:
                activity.SetServer(server.Host, server.Port);
                break;
            case IPEndPoint server:
                activity.SetServer(server.Address.ToString(), server.Port);
                break;
        }
    }
}
