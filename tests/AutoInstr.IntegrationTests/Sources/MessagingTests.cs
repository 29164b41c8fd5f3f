using AutoInstr.IntegrationTests.Harness;
using AutoInstr.IntegrationTests.Servers;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.IntegrationTests.Sources;

/// <summary>Messaging libraries in programs of their own, against real servers or in memory.</summary>
public sealed class MessagingTests(RealServers servers)
{
    private const string App = "Libraries.Messaging";

    [Theory]
    [InlineData("8.0")]
    [InlineData("9.0")]
    [InlineData("10.0")]
    public async Task RabbitMq_across_two_processes(string runtime)
    {
        var server = await servers.RabbitMqAsync();
        await using var receiver = await Spans.ReceiveAsync();
        var app = TestApp.Library(App, runtime);
        await LibraryRun.HookedAsync(receiver, app, ["rabbitmq-publish", server.Address], "returned: True\npublished\ndone\n");
        var run = await LibraryRun.HookedAsync(receiver, app, ["rabbitmq-consume", server.Address], "first\nsecond\ndone\n");

        Assert.Equal(
            ["publish shop:order.new", "publish orders", "publish nowhere"], run.Of("RabbitMQ.Client.Publisher").Select(span => span.Name));
        Assert.Equal(["fetch shop:order.new", "deliver orders"], run.Of("RabbitMQ.Client.Subscriber").Select(span => span.Name));
        var publish = run.One("publish shop:order.new");
        Assert.Equal(SpanKind.Producer, publish.Kind);
        SpanAssert.IsChild(run.Own("work"), publish);
        SpanAssert.HasAttributes(publish, ("messaging.system", "rabbitmq"), ("messaging.operation.type",
            "send"), ("messaging.operation.name", "publish"),
            ("messaging.destination.name", "shop:order.new"), ("messaging.rabbitmq.destination.routing_key", "order.new"),
            ("messaging.message.body.size", 5),
            ("messaging.message.envelope.size", SpanAssert.Any), ("network.protocol.name", "amqp"), ("network.protocol.version", "0.9.1"),
            ("server.address", "127.0.0.1"), ("server.port", server.Port), ("network.peer.address", "127.0.0.1"),
            ("network.peer.port", server.Port));

        var deliver = run.One("deliver orders");
        Assert.Equal(SpanKind.Consumer, deliver.Kind);
        SpanAssert.IsChild(run.One("publish orders"), deliver);
        Assert.Equal(run.One("publish orders").SpanId, Assert.Single(deliver.Links).SpanId);
        SpanAssert.IsChild(deliver, run.Own("handle"));
        SpanAssert.HasAttributes(deliver, ("messaging.system", "rabbitmq"), ("messaging.operation.type",
            "process"), ("messaging.operation.name", "deliver"),
            ("messaging.destination.name", "orders"), ("messaging.rabbitmq.destination.routing_key", "orders"),
            ("messaging.message.body.size", 6),
            ("messaging.rabbitmq.message.delivery_tag", 2), ("network.protocol.name", "amqp"), ("network.protocol.version", "0.9.1"));
        SpanAssert.IsChild(publish, run.One("fetch shop:order.new"));
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task RabbitMq_prints_the_same_bare(string runtime)
    {
        var server = await servers.RabbitMqAsync();
        var app = TestApp.Library(App, runtime);
        Assert.Equal("returned: True\npublished\ndone\n", (await app.RunBareAsync(["rabbitmq-publish", server.Address])).Output);
        Assert.Equal("first\nsecond\ndone\n", (await app.RunBareAsync(["rabbitmq-consume", server.Address])).Output);
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task MassTransit_in_memory(string runtime)
    {
        var run = await LibraryRun.CompareAsync(App, ["masstransit-memory"], runtime: runtime);
        AssertMassTransit(run, "in-memory", "urn:message:Libraries.Messaging:OrderPlaced",
            ["urn:message:MassTransit:Fault[[Libraries.Messaging:OrderPlaced]]"]);
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task MassTransit_over_RabbitMq(string runtime)
    {
        var server = await servers.RabbitMqAsync();
        var run = await LibraryRun.CompareAsync(App, ["masstransit-rabbitmq", server.Address], runtime: runtime);
        AssertMassTransit(run, "rabbitmq", "Libraries.Messaging:OrderPlaced", ["MassTransit:Fault--Libraries.Messaging:OrderPlaced--"]);
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task Nats(string runtime)
    {
        var server = await servers.NatsAsync();
        var run = await LibraryRun.CompareAsync(App, ["nats", server.Address], runtime: runtime);
        var publish = run.One("publish orders.new");
        Assert.Equal(SpanKind.Producer, publish.Kind);
        SpanAssert.Succeeded(publish);
        SpanAssert.HasAttributes(publish, ("messaging.system", "nats"), ("messaging.operation.type",
            "send"), ("messaging.operation.name", "publish"),
            ("messaging.destination.name", "orders.new"), ("messaging.client.id", SpanAssert.Any), ("server.address", "127.0.0.1"),
            ("server.port", server.Port),
            ("network.protocol.name", "nats"), ("network.transport", "tcp"), ("network.peer.address", "127.0.0.1"),
            ("network.peer.port", server.Port));
        var receive = run.Of("NATS.Net").First(span => span.Name == "receive orders.*");
        Assert.Equal(SpanKind.Consumer, receive.Kind);
        SpanAssert.IsChild(publish, receive);
        Assert.Equal(5L, receive.Attributes["messaging.message.body.size"]);
        Assert.Equal("orders.new", receive.Attributes["messaging.destination.name"]);
        SpanAssert.IsChild(run.One("request orders.ask"), run.One("publish orders.ask"));
        SpanAssert.Failed(run.One("request nobody"), "NATS.Client.Core.NatsNoRespondersException");
    }

    [Fact]
    public async Task Wolverine()
    {
        var run = await LibraryRun.CompareAsync(App, ["wolverine"]);
        var spans = run.Of("Wolverine");
        Assert.Equal(3, spans.Count(span => span.Name == "process Libraries.Messaging.ParcelSent"));
        Assert.All(spans, span => Assert.Matches("^(process|receive|send) ", span.Name));
        Assert.All(spans, span => Assert.Equal(run.Own("work").TraceId, span.TraceId));
        SpanAssert.Succeeded(spans[0]);
        SpanAssert.IsChild(run.Own("work"), spans[0]);
        SpanAssert.HasAttributes(spans[0], ("messaging.operation.type", "process"), ("messaging.operation.name",
            "process"), ("messaging.message.id", SpanAssert.Any),
            ("messaging.message.conversation_id", SpanAssert.Any), ("messaging.message_type", "Libraries.Messaging.ParcelSent"),
            ("message.handler", "Libraries.Messaging.ParcelHandler"));
        SpanAssert.Failed(spans[^1], "System.InvalidOperationException");
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task Cap(string runtime)
    {
        var run = await LibraryRun.CompareAsync(App, ["cap"], runtime: runtime);
        var spans = run.Of("AutoInstr.DotNetCore.CAP");
        Assert.Equal(8, spans.Count);
        foreach (var create in spans.Where(span => span.Name == "create invoice.sent"))
        {
            Assert.Equal(SpanKind.Producer, create.Kind);
            Assert.Single(run.All, span => span.Name == "work" && span.SpanId == create.ParentSpanId);
            Assert.Equal(["process invoice.sent", "receive invoice.sent", "send invoice.sent"],
                spans.Where(span => span.ParentSpanId == create.SpanId).Select(span => span.Name).Order());
        }

        SpanAssert.HasAttributes(spans.First(span => span.Name == "send invoice.sent"), ("messaging.system",
            "memory"), ("messaging.operation.type", "send"), ("messaging.operation.name", "send"),
            ("messaging.destination.name", "invoice.sent"), ("messaging.message.id", SpanAssert.Any), ("server.address", "localhost"),
            ("server.port", 1));
        var processed = spans.Where(span => span.Name == "process invoice.sent").ToArray();
        SpanAssert.Succeeded(processed[0]);
        SpanAssert.Failed(processed[1], "System.InvalidOperationException");
        Assert.Equal("no number", processed[1].StatusMessage);
    }

    /// <summary>Two orders, of which the second fails and is followed by a fault; each below the program's own span.</summary>
    private static void AssertMassTransit(LibraryRun run, string system, string destination, string[] fault)
    {
        var spans = run.Of("MassTransit");
        Assert.Equal(run.All.Count, spans.Count + 2);
        Assert.Equal([.. fault.Select(name => $"send {name}"), "process Order", "process Order", "receive Order", "receive Order",
            $"send {destination}", $"send {destination}"],
            spans.Select(span => span.Name).Order(StringComparer.Ordinal)
                .OrderBy(name => !name.Contains("Fault", StringComparison.Ordinal)));
        Assert.All(spans, span => Assert.Equal(system, span.Attributes["messaging.system"]));
        var send = spans.First(span => span.Name == $"send {destination}");
        Assert.Equal(SpanKind.Producer, send.Kind);
        SpanAssert.Succeeded(send);
        var receive = Assert.Single(spans, span => span.ParentSpanId == send.SpanId);
        Assert.Equal("receive Order", receive.Name);
        var process = Assert.Single(spans, span => span.ParentSpanId == receive.SpanId);
        Assert.Equal("process Order", process.Name);
        Assert.Equal("Order", process.Attributes["messaging.destination.name"]);
        SpanAssert.Failed(spans.Last(span => span.Name == "process Order"), "System.InvalidOperationException");
    }
}
