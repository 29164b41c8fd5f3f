using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.IntegrationTests.Sources;

/// <summary>Confluent.Kafka, which is patched; librdkafka itself plays the broker.</summary>
public sealed class KafkaTests
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
    public async Task Kafka(string app, string runtime)
    {
        var run = await LibraryRun.CompareAsync(app, ["kafka"], runtime: runtime);
        var spans = run.Of("AutoInstr.Confluent.Kafka");
        Assert.All(spans, span => SpanAssert.DoesNotMention(span, "secret"));
        var produced = spans.Where(span => span.Name == "produce orders").ToArray();
        Assert.Equal(7, produced.Length);
        Assert.All(produced, span => Assert.Equal(SpanKind.Producer, span.Kind));
        Assert.Equal(
            ["async", "after async", "callback", "callback", "callback", "failing", "failing"],
            produced.Select(span => run.All.Single(own => own.SpanId == span.ParentSpanId).Name));
        SpanAssert.IsChild(run.Own("async"), run.Own("after async"));
        SpanAssert.HasAttributes(produced[0], ("messaging.system", "kafka"), ("messaging.operation.type", "send"),
            ("messaging.operation.name", "produce"), ("messaging.destination.name", "orders"),
            ("messaging.destination.partition.id", "0"), ("messaging.kafka.offset", 0), ("messaging.kafka.message.key", "42"),
            ("messaging.message.body.size", 6), ("messaging.client.id", "shop#producer-1"));
        Assert.Equal((object)true, produced[1].Attributes["messaging.kafka.message.tombstone"]);
        Assert.Equal((object)2L, produced[2].Attributes["messaging.kafka.offset"]);
        Assert.Null(produced[3].Attributes["messaging.kafka.offset"]);
        Assert.All(produced[..5], SpanAssert.Succeeded);
        SpanAssert.Failed(produced[5], "MsgSizeTooLarge");
        SpanAssert.Failed(produced[6], "Local_UnknownPartition");
    }

    [Theory]
    [InlineData(Oldest, "8.0")]
    [InlineData(Newest, "10.0")]
    public async Task Kafka_consumes(string app, string runtime)
    {
        var run = await LibraryRun.CompareAsync(app, ["kafka"], runtime: runtime);
        var spans = run.Of("AutoInstr.Confluent.Kafka");
        var produced = spans.Where(span => span.Name == "produce orders").ToArray();
        var consumed = spans.Where(span => span.Name == "consume orders").ToArray();

        // Two readers of five messages; the end of the partition is none. Each message is linked to where it was produced.
        Assert.Equal(10, consumed.Length);
        for (var i = 0; i < consumed.Length; i++)
        {
            Assert.Equal(SpanKind.Client, consumed[i].Kind);
            Assert.Equal("consume all", run.All.Single(own => own.SpanId == consumed[i].ParentSpanId).Name);
            if (i % 5 < 4)
                AssertLinked(consumed[i], produced[i % 5]);
            else
                Assert.Equal((OwnTrace, OwnSpan), (consumed[i].Links.Single().TraceId, consumed[i].Links.Single().SpanId));
        }
        SpanAssert.HasAttributes(consumed[0], ("messaging.system", "kafka"), ("messaging.operation.type", "receive"),
            ("messaging.operation.name", "consume"), ("messaging.destination.name", "orders"),
            ("messaging.destination.partition.id", "0"), ("messaging.kafka.offset", 0), ("messaging.kafka.message.key", "42"),
            ("messaging.client.id", "reader#consumer-2"), ("messaging.consumer.group.name", "readers"),
            ("server.address", "127.0.0.1"), ("server.port", SpanAssert.Any));
        Assert.Equal((object)true, consumed[1].Attributes["messaging.kafka.message.tombstone"]);
        Assert.All(consumed[..6], SpanAssert.Succeeded);
        SpanAssert.Failed(consumed[6], "Local_ValueDeserialization");
        Assert.All(consumed[7..], SpanAssert.Succeeded);
    }

    [Fact]
    public async Task Kafka_carries_the_context_in_the_formats_asked_for()
    {
        var run = await LibraryRun.CompareAsync(Newest, ["kafka"], new() { ["OTEL_PROPAGATORS"] = "b3,baggage" });
        var spans = run.Of("AutoInstr.Confluent.Kafka");
        var produced = spans.Where(span => span.Name == "produce orders").ToArray();
        var consumed = spans.Where(span => span.Name == "consume orders").ToArray();

        // What the application calls traceparent is none of these formats.
        for (var i = 0; i < 5; i++)
            AssertLinked(consumed[i], produced[i]);
    }

    private static void AssertLinked(Span span, Span to)
    {
        var link = Assert.Single(span.Links);
        Assert.Equal((to.TraceId, to.SpanId), (link.TraceId, link.SpanId));
    }
}
