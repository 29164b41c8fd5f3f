using System.Net;
using Libraries.Services;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace Libraries.PatchedServices;

/// <summary>A broker in the process, and clients of both versions of the protocol.</summary>
static class Mqtt
{
    public static async Task RunAsync(int port)
    {
        using var server = new MqttServerFactory().CreateMqttServer(new MqttServerOptionsBuilder()
            .WithDefaultEndpoint().WithDefaultEndpointPort(port).WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
            .WithDefaultEndpointBoundIPV6Address(IPAddress.None).Build());
        server.InterceptingPublishAsync += publish =>
        {
            if (publish.ApplicationMessage.Topic == "forbidden")
                publish.Response.ReasonCode = MqttPubAckReasonCode.NotAuthorized;
            return Task.CompletedTask;
        };
        await server.StartAsync();
        await TalkAsync(port, MqttProtocolVersion.V500, "new");
        await TalkAsync(port, MqttProtocolVersion.V311, "old");
        await server.StopAsync();
    }

    static async Task TalkAsync(int port, MqttProtocolVersion version, string topic)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        var (received, payload) = (new SemaphoreSlim(0), "");
        client.ApplicationMessageReceivedAsync += message =>
        {
            using (Work.Source.StartActivity("inside " + message.ApplicationMessage.Topic))
                payload = message.ApplicationMessage.ConvertPayloadToString();
            received.Release();
            return payload == "bad" ? throw new InvalidDataException("as planned") : Task.CompletedTask;
        };
        await client.ConnectAsync(new MqttClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", port).WithProtocolVersion(version).WithClientId("client-" + topic).Build());
        await client.SubscribeAsync(topic);

        var message = new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload("good")
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build();
        if (version == MqttProtocolVersion.V500)
            message.UserProperties = [new("own", "property"u8.ToArray().AsMemory())];
        // The same object twice: it is the application's, and stays as it is.
        for (var i = 0; i < 2; i++)
        {
            Console.WriteLine($"published: {(await client.PublishAsync(message)).ReasonCode}, {message.UserProperties?.Count}");
            await received.WaitAsync();
            Console.WriteLine($"received: {payload}");
        }
        await client.PublishStringAsync(topic, "bad");
        await received.WaitAsync();
        await Work.TryAsync("forbidden", async () =>
            (await client.PublishStringAsync("forbidden", "", MqttQualityOfServiceLevel.AtLeastOnce)).ReasonCode);
        await client.DisconnectAsync();
        await Work.TryAsync("disconnected", async () => await client.PublishAsync(message));
    }
}
