using System.Diagnostics;
using System.Text.Json;
using AutoInstr.Agent.Configuration;
using Xunit;

namespace AutoInstr.UnitTests.Exporters;

public sealed class ZipkinSpanExporterTests : IAsyncDisposable
{
    private static readonly DateTime Start = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
    private readonly ScriptedServer _server = ScriptedServer.Answering("202 Accepted");

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public void A_batch_is_posted_as_a_list()
    {
        using var session = Session();
        session.End("first");
        session.Export("second");
        var request = Assert.Single(_server.Requests);
        Assert.Equal("POST /api/v2/spans HTTP/1.1", request.RequestLine);
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        Assert.Equal(["first", "second"],
            JsonDocument.Parse(request.Body).RootElement.EnumerateArray().Select(span => span.GetProperty("name").GetString()));
        Assert.Empty(session.Log);
    }

    [Fact]
    public void A_span_is_mapped_by_the_specification()
    {
        using var session = Session();
        string ids = "", source = session.Source.Name;
        session.Export(
            "GET",
            activity =>
            {
                activity.SetStartTime(Start).SetEndTime(Start.AddTicks(12345));
                activity.SetTag("server.address", "example.com").SetTag("n", 1).SetTag("f", 1.5).SetTag("b", true)
                    .SetTag("list", new[] { "a", "b" });
                activity.SetTag("error", true).SetStatus(ActivityStatusCode.Error, "it broke");
                activity.AddEvent(new ActivityEvent("plain", Start))
                    .AddEvent(new ActivityEvent("more", Start.AddMilliseconds(1), new ActivityTagsCollection { ["k"] = 1, ["s"] = "x" }));
                ids = $"\"traceId\":\"{activity.TraceId}\",\"id\":\"{activity.SpanId}\"";
            },
            ActivityKind.Client);
        var expected =
            "[{" + ids +
            $$$"""
            ,"name":"GET","kind":"CLIENT","timestamp":1767323045000000,"duration":1234,
            "localEndpoint":{"serviceName":"appzin"},"remoteEndpoint":{"serviceName":"example.com"},
            "annotations":[{"timestamp":1767323045000000,"value":"plain"},{"timestamp":1767323045001000,"value":"\"more\": {\"k\":1,\"s\":\"x\"}"}],
            "tags":{"service.namespace":"shop","server.address":"example.com","n":"1","f":"1.5","b":"true","list":"[\"a\",\"b\"]",
            "otel.status_code":"ERROR","error":"it broke","otel.scope.name":"{{{source}}}","otel.scope.version":"1.2.3"}}]
            """.Replace(Environment.NewLine, "", StringComparison.Ordinal);
        Assert.Equal(expected, Assert.Single(_server.Requests).Text);
    }

    [Theory]
    [InlineData(ActivityKind.Server, "SERVER")]
    [InlineData(ActivityKind.Producer, "PRODUCER")]
    [InlineData(ActivityKind.Consumer, "CONSUMER")]
    [InlineData(ActivityKind.Internal, null)]
    public void Kind(ActivityKind kind, string? expected)
    {
        var span = ExportOne(new LimitSettings(), kind, static _ => { });
        Assert.Equal(expected, span.TryGetProperty("kind", out var value) ? value.GetString() : null);
        Assert.False(span.TryGetProperty("annotations", out _));
    }

    [Theory]
    [InlineData("peer.service=a,server.address=b,db.namespace=c", """{"serviceName":"a"}""")]
    [InlineData("db.namespace=c,server.address=b,network.peer.address=10.0.0.1", """{"serviceName":"b"}""")]
    [InlineData("network.peer.address=10.0.0.1,network.peer.port=5432", """{"ipv4":"10.0.0.1","port":5432}""")]
    [InlineData("network.peer.address=::1", """{"ipv6":"::1"}""")]
    [InlineData("network.peer.address=/tmp/socket,network.peer.port=x", """{"serviceName":"/tmp/socket"}""")]
    [InlineData("net.sock.peer.addr=10.0.0.2,net.sock.peer.port=1,db.name=d", """{"ipv4":"10.0.0.2","port":1}""")]
    [InlineData("db.name=d", """{"serviceName":"d"}""")]
    [InlineData("other=1", null)]
    public void Remote_endpoint(string tags, string? expected)
    {
        var span = ExportOne(new LimitSettings(), ActivityKind.Client, activity =>
        {
            foreach (var tag in tags.Split(','))
                activity.SetTag(tag.Split('=')[0], tag.Split('=')[1]);
        });
        Assert.Equal(expected, span.TryGetProperty("remoteEndpoint", out var value) ? value.GetRawText() : null);
    }

    [Fact]
    public void A_server_has_no_remote_endpoint() => Assert.False(
        ExportOne(new LimitSettings(), ActivityKind.Server, static activity => activity.SetTag("server.address", "me"))
            .TryGetProperty("remoteEndpoint", out _));

    [Theory]
    [InlineData(ActivityStatusCode.Unset, null, null)]
    [InlineData(ActivityStatusCode.Ok, "OK", null)]
    [InlineData(ActivityStatusCode.Error, "ERROR", "")]
    public void Status(ActivityStatusCode code, string? status, string? error)
    {
        var tags = ExportOne(new LimitSettings(), ActivityKind.Internal, activity => activity.SetTag("error", "false").SetStatus(code))
            .GetProperty("tags");
        Assert.Equal(status, Tag(tags, "otel.status_code"));
        Assert.Equal(error, Tag(tags, "error"));
    }

    [Fact]
    public void Limits_hold()
    {
        var limits = new LimitSettings { AttributeCount = 1, AttributeValueLength = 2, EventCount = 1, EventAttributeCount = 1 };
        var span = ExportOne(limits, ActivityKind.Internal, static activity =>
        {
            activity.SetTag("a", "1234").SetTag("b", 2).SetTag("c", 3);
            activity.AddEvent(new ActivityEvent("one", tags: new ActivityTagsCollection { ["x"] = "1234", ["y"] = 1 }))
                .AddEvent(new ActivityEvent("two"));
        });
        var tags = span.GetProperty("tags");
        Assert.Equal(("12", null, "2", "1"),
            (Tag(tags, "a"), Tag(tags, "b"), Tag(tags, "otel.dropped_attributes_count"), Tag(tags, "otel.dropped_events_count")));
        Assert.Equal(
            "\"one\": {\"x\":\"12\"}", Assert.Single(span.GetProperty("annotations").EnumerateArray()).GetProperty("value").GetString());
    }

    [Fact]
    public void A_duration_of_nothing_is_a_microsecond() => Assert.Equal(1, ExportOne(
        new LimitSettings(), ActivityKind.Internal, static activity => activity.SetStartTime(Start).SetEndTime(Start.AddTicks(1)))
            .GetProperty("duration").GetInt64());

    [Fact]
    public async Task A_refusal_is_said_once()
    {
        await using var server = ScriptedServer.Answering("400 Bad Request");
        using var session = Session(server.Port);
        for (var i = 0; i < 3; i++)
            session.Export();
        Assert.Equal($"Error: zipkin: spans do not arrive at http://127.0.0.1:{server.Port}/api/v2/spans: HTTP status 400 Bad Request",
            Assert.Single(session.Log));
        Assert.Equal(3, session.Processors[0].Sender.Undelivered);
    }

    private static string? Tag(JsonElement tags, string name) => tags.TryGetProperty(name, out var value) ? value.GetString() : null;

    private JsonElement ExportOne(LimitSettings limits, ActivityKind kind, Action<Activity> change)
    {
        using var session = Session(limits: limits);
        session.Export("work", change, kind);
        return Assert.Single(JsonDocument.Parse(Assert.Single(_server.Requests).Body).RootElement.EnumerateArray());
    }

    private ExportSession Session(int? port = null, LimitSettings? limits = null) => new(new TracesSettings
    {
        Exporters = ["zipkin"],
        ZipkinEndpoint = new Endpoint { Host = "127.0.0.1", Port = port ?? _server.Port, Path = "/api/v2/spans" },
        Limits = limits ?? new LimitSettings(),
        Batch = new BatchSettings { ScheduleDelay = 60_000 },
    });
}
