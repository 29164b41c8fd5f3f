using AutoInstr.Compare.Running;
using AutoInstr.IntegrationTests.Harness;
using AutoInstr.IntegrationTests.Servers;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.IntegrationTests.Libraries;

/// <summary>Messaging libraries that only a patch can trace.</summary>
public sealed class PatchedMessagingTests(RealServers servers)
{
    private static TestApp App(string runtime) => TestApp.Library("Libraries.PatchedServices", runtime);

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task MQTTnet(string runtime)
    {
        var port = FreePort.Find();
        var run = await LibraryRun.OfAsync(App(runtime), ["mqttnet", $"{port}"]);

        var (published, processed, inside) = (run.All("publish new"), run.All("process new"), run.All("inside new"));
        Assert.Equal((4, 3, 3), (published.Count, processed.Count, inside.Count));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal((SpanKind.Producer, SpanKind.Consumer), (published[i].Kind, processed[i].Kind));
            SpanAssert.IsChildOf(run.Work, published[i]);
            SpanAssert.IsChildOf(published[i], processed[i]);
            SpanAssert.IsChildOf(processed[i], inside[i]);
            SpanAssert.Succeeded(published[i]);
        }
        SpanAssert.Has(published[0],
            ("messaging.system", "mqtt"), ("messaging.operation.type", "send"), ("messaging.operation.name", "publish"),
            ("messaging.destination.name", "new"), ("messaging.client.id", "client-new"),
            ("server.address", "127.0.0.1"), ("server.port", port));
        SpanAssert.Has(processed[0], ("messaging.system", "mqtt"), ("messaging.operation.type", "process"),
            ("messaging.operation.name", "process"), ("messaging.destination.name", "new"), ("messaging.client.id", "client-new"),
            ("server.address", "127.0.0.1"), ("server.port", port));
        SpanAssert.Succeeded(processed[0]);
        SpanAssert.Failed(processed[2], "System.IO.InvalidDataException");
        SpanAssert.Failed(published[3], "MQTTnet.Exceptions.MqttClientNotConnectedException");
        SpanAssert.Failed(run.All("publish forbidden")[0], "NotAuthorized");

        // Version 3.1.1 has no place for a context.
        Assert.All(run.All("process old"), span => Assert.Equal("", span.ParentSpanId));
        Assert.Equal((4, 3), (run.All("publish old").Count, run.All("process old").Count));
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task Rebus(string runtime) => AssertBus(await LibraryRun.OfAsync(App(runtime), ["rebus"]));

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task Rebus_over_a_real_queue(string runtime)
    {
        var database = (await servers.PostgreSqlAsync()).ConnectionString;
        AssertBus(await LibraryRun.OfAsync(App(runtime), ["rebus", database, $"messages_{Guid.NewGuid():N}"]));
    }

    private static void AssertBus(LibraryRun run)
    {
        var sent = run.All("send server");
        Assert.Equal(3, sent.Count);
        Assert.All(sent, span => SpanAssert.IsChildOf(run.Work, span));
        var (question, answer) = (run.Single("process Question"), run.Single("process Answer"));
        Assert.Equal((SpanKind.Producer, SpanKind.Consumer), (sent[0].Kind, question.Kind));
        SpanAssert.IsChildOf(sent[0], question);
        SpanAssert.IsChildOf(question, run.Single("inside question"));
        SpanAssert.IsChildOf(question, run.Single("send client"));
        SpanAssert.IsChildOf(run.Single("send client"), answer);
        SpanAssert.IsChildOf(sent[1], run.Single("process Happened"));
        SpanAssert.Succeeded(question);
        SpanAssert.Has(question,
            ("messaging.system", "rebus"), ("messaging.operation.type", "process"), ("messaging.operation.name", "process"),
            ("messaging.message.id", sent[0].Attributes["messaging.message.id"]!), ("messaging.message.conversation_id", SpanAssert.Anything),
            ("rebus.message.type", "Libraries.PatchedServices.Bus+Question, Libraries.PatchedServices"));
        Assert.Equal("server", sent[0].Attributes["messaging.destination.name"]);

        // One for each try.
        Assert.Equal(2, run.All("process Broken").Count);
        Assert.All(run.All("process Broken"), span =>
        {
            SpanAssert.IsChildOf(sent[2], span);
            SpanAssert.Failed(span, "System.IO.InvalidDataException");
        });
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task AMQPNetLite(string runtime)
    {
        var server = await servers.RabbitMqAsync();
        var run = await LibraryRun.OfAsync(App(runtime), ["amqpnetlite", server.Address]);

        var (sent, received) = (run.All("send /queue/things"), run.All("receive /queue/things"));
        Assert.Equal((5, 3), (sent.Count, received.Count));
        Assert.All(sent, span => SpanAssert.IsChildOf(run.Work, span));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal((SpanKind.Producer, SpanKind.Client), (sent[i].Kind, received[i].Kind));
            SpanAssert.IsChildOf(run.Work, received[i]);
            Assert.Equal(sent[i].SpanId, Assert.Single(received[i].Links).SpanId);
            SpanAssert.Succeeded(sent[i]);
            SpanAssert.Succeeded(received[i]);
        }
        SpanAssert.Has(sent[0], ("messaging.system", "amqp"), ("messaging.operation.type", "send"), ("messaging.operation.name", "send"),
            ("messaging.destination.name", "/queue/things"), ("messaging.message.id", "m1"),
            ("server.address", "127.0.0.1"), ("server.port", server.Port));
        SpanAssert.IsChildOf(run.Work, run.Single("meanwhile"));
        var process = run.Single("process /queue/things");
        Assert.Equal(SpanKind.Consumer, process.Kind);
        SpanAssert.IsChildOf(sent[3], process);
        SpanAssert.IsChildOf(process, run.Single("inside"));
        SpanAssert.Failed(sent[4], "Amqp.AmqpException");
    }
}
