using AutoInstr.IntegrationTests.Servers;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.IntegrationTests.Sources;

/// <summary>RabbitMQ.Client 6, which is patched, against a real RabbitMQ.</summary>
public sealed class RabbitMq6Tests(RealServers servers)
{
    private const string Newest = "Libraries.Queues";
    private const string Oldest = "Libraries.OlderQueues";
    private const string OwnTrace = "0123456789abcdef0123456789abcdef";
    private const string OwnSpan = "0123456789abcdef";

    [Theory]
    [InlineData(Oldest, "8.0")]
    [InlineData(Oldest, "10.0")]
    [InlineData(Newest, "8.0")]
    [InlineData(Newest, "9.0")]
    [InlineData(Newest, "10.0")]
    public async Task RabbitMq_6(string app, string runtime)
    {
        var server = await servers.RabbitMqAsync();
        var run = await LibraryRun.CompareAsync(app, ["rabbitmq", server.Address], runtime: runtime);

        // Published and asked for.
        var publish = run.One("publish six.shop:order.new");
        Assert.Equal(SpanKind.Producer, publish.Kind);
        SpanAssert.Succeeded(publish);
        SpanAssert.IsChild(run.Own("publish"), publish);
        SpanAssert.IsChild(run.Own("publish"), run.Own("after publish"));
        SpanAssert.HasAttributes(publish, ("messaging.system", "rabbitmq"), ("messaging.operation.type", "send"),
            ("messaging.operation.name", "publish"), ("messaging.destination.name", "six.shop:order.new"),
            ("messaging.rabbitmq.destination.routing_key", "order.new"), ("messaging.message.body.size", 6),
            ("server.address", "127.0.0.1"), ("server.port", server.Port));
        var fetch = run.One("fetch six.shop:order.new");
        Assert.Equal(SpanKind.Client, fetch.Kind);
        SpanAssert.IsChild(run.Own("get"), fetch);
        AssertLinked(fetch, publish);
        SpanAssert.HasAttributes(fetch, ("messaging.system", "rabbitmq"), ("messaging.operation.type", "receive"),
            ("messaging.operation.name", "fetch"), ("messaging.destination.name", "six.shop:order.new"),
            ("messaging.rabbitmq.destination.routing_key", "order.new"), ("messaging.message.body.size", 6),
            ("messaging.rabbitmq.message.delivery_tag", 1), ("server.address", "127.0.0.1"), ("server.port", server.Port));
        SpanAssert.HasAttributes(run.One("fetch six.orders"), ("messaging.system", "rabbitmq"), ("messaging.operation.type", "receive"),
            ("messaging.operation.name", "fetch"), ("messaging.destination.name", "six.orders"), ("messaging.batch.message_count", 0),
            ("server.address", "127.0.0.1"), ("server.port", server.Port));
        Assert.All(run.Of("AutoInstr.RabbitMQ.Client"), span => SpanAssert.DoesNotMention(span, "secret"));
    }

    [Theory]
    [InlineData(Oldest, "8.0")]
    [InlineData(Newest, "10.0")]
    public async Task RabbitMq_6_delivers(string app, string runtime)
    {
        var server = await servers.RabbitMqAsync();
        var run = await LibraryRun.CompareAsync(app, ["rabbitmq", server.Address], runtime: runtime);

        // At once: each delivery goes on from its own publication, though the application used one object for two of them.
        var publications = run.All.Where(span => span.Name == "publish six.orders").ToArray();
        var deliveries = run.All.Where(span => span.Name == "deliver six.orders").ToArray();
        Assert.Equal((4, 3), (publications.Length, deliveries.Length));
        for (var i = 0; i < 2; i++)
        {
            SpanAssert.IsChild(publications[i], deliveries[i]);
            AssertLinked(deliveries[i], publications[i]);
        }
        Assert.Equal((OwnTrace, OwnSpan), (deliveries[2].TraceId, deliveries[2].ParentSpanId));
        SpanAssert.IsChild(deliveries[0], run.Own("handle second"));
        SpanAssert.IsChild(deliveries[2], run.Own("handle own"));
        Assert.Equal(SpanKind.Consumer, deliveries[0].Kind);
        SpanAssert.HasAttributes(deliveries[0], ("messaging.system", "rabbitmq"), ("messaging.operation.type", "process"),
            ("messaging.operation.name", "deliver"), ("messaging.destination.name", "six.orders"),
            ("messaging.rabbitmq.destination.routing_key", "six.orders"), ("messaging.message.body.size", 6),
            ("messaging.message.id", "message-1"), ("messaging.message.conversation_id", "conversation-1"),
            ("messaging.rabbitmq.message.delivery_tag", 2));
        SpanAssert.Succeeded(deliveries[0]);
        SpanAssert.Failed(deliveries[1], "System.InvalidOperationException");
        SpanAssert.Failed(publications[3], "RabbitMQ.Client.Exceptions.AlreadyClosedException");

        // Asynchronously, from a batch.
        var batch = Assert.Single(run.All, span => span.Name == "publish" && span.ScopeName != "Libraries.App");
        var created = run.Of("AutoInstr.RabbitMQ.Client")
            .Where(span => span.Name.StartsWith("create ", StringComparison.Ordinal)).ToArray();
        Assert.Equal(created.Select(span => span.SpanId), batch.Links.Select(link => link.SpanId));
        Assert.All(created, span => SpanAssert.IsChild(run.Own("publish batch"), span));
        SpanAssert.IsChild(run.Own("publish batch"), batch);
        Assert.Equal((SpanKind.Client, 2L), (batch.Kind, batch.Attributes["messaging.batch.message_count"]));
        var (third, fails) = (run.One("deliver six.shop:order.first"), run.One("deliver six.shop:order.second"));
        SpanAssert.IsChild(created[0], third);
        SpanAssert.IsChild(created[1], fails);
        SpanAssert.IsChild(third, run.Own("handle third"));
        SpanAssert.IsChild(third, run.Own("acknowledge third"));
        SpanAssert.Succeeded(third);
        SpanAssert.Failed(fails, "System.InvalidOperationException");
        Assert.InRange(run.Own("acknowledge fails").EndTimeUnixNano, fails.StartTimeUnixNano, fails.EndTimeUnixNano);
    }

    [Fact]
    public async Task RabbitMq_6_carries_the_context_in_the_formats_asked_for()
    {
        var server = await servers.RabbitMqAsync();
        var run = await LibraryRun.CompareAsync(Newest, ["rabbitmq", server.Address], new() { ["OTEL_PROPAGATORS"] = "b3multi" });
        AssertLinked(run.One("fetch six.shop:order.new"), run.One("publish six.shop:order.new"));
        var publications = run.All.Where(span => span.Name == "publish six.orders").ToArray();
        var deliveries = run.All.Where(span => span.Name == "deliver six.orders").ToArray();
        for (var i = 0; i < 3; i++)
            SpanAssert.IsChild(publications[i], deliveries[i]);
    }

    [Fact]
    public async Task RabbitMq_6_is_left_alone_where_nothing_is_sampled()
    {
        var server = await servers.RabbitMqAsync();
        var run = await LibraryRun.CompareAsync(Newest, ["rabbitmq", server.Address], new() { ["OTEL_TRACES_SAMPLER"] = "always_off" });
        Assert.Empty(run.All);
    }

    private static void AssertLinked(Span span, Span to)
    {
        var link = Assert.Single(span.Links);
        Assert.Equal((to.TraceId, to.SpanId), (link.TraceId, link.SpanId));
    }
}
