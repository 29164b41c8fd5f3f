using AutoInstr.Compare.Running;
using AutoInstr.IntegrationTests.Servers;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.IntegrationTests.Sources;

/// <summary>Clients of Redis, which are patched, in programs of their own, against a real Redis.</summary>
public sealed class CacheTests(RealServers servers)
{
    private const string Newest = "Libraries.Redis";
    private const string Oldest = "Libraries.OlderRedis";
    private const string StackExchange = "AutoInstr.StackExchange.Redis";

    [Theory]
    [InlineData(Oldest, "8.0")]
    [InlineData(Oldest, "10.0")]
    [InlineData(Newest, "8.0")]
    [InlineData(Newest, "9.0")]
    [InlineData(Newest, "10.0")]
    public async Task StackExchange_Redis(string app, string runtime)
    {
        var server = await servers.RedisAsync();
        var run = await LibraryRun.CompareAsync(app, ["stackexchange", $"127.0.0.1:{server.Port}"], runtime: runtime);

        var spans = run.Of(StackExchange);
        Assert.All(spans, span => Assert.Equal(SpanKind.Client, span.Kind));
        Assert.All(spans, span => SpanAssert.DoesNotMention(span, "secret"));
        Assert.Equal(
            ["SET", "GET", "LPUSH", "SET", "ECHO", "EVAL", "EXISTS", "SET", "HMSET", "LPUSH", "SET", "UNLINK",
                "PIPELINE", "PIPELINE LPUSH", "PING", "MULTI SET", "MULTI", "PUBLISH"],
            spans.Select(span => span.Name).Where(name => !name.StartsWith("INCR", StringComparison.Ordinal) && name != "SUBSCRIBE"));

        // One by one, at once and asynchronously: each is part of what the application was at, and no other one's.
        AssertChildren(run, "sync", "SET greeting ?", "GET greeting", "LPUSH greeting ?", "SET forgotten ?", "ECHO ?", "EVAL ? ? ? ?");
        AssertChildren(run, "after sync", "EXISTS nothing");
        AssertChildren(run, "async", "SET first ?", "HMSET hash ? ? ? ?", "LPUSH greeting ?", "SET forgotten ?");
        AssertChildren(run, "after async", "UNLINK many");
        var many = run.All.Where(span => span.Name == "one of many").ToArray();
        Assert.Equal(20, many.Length);
        Assert.All(many, own => Assert.StartsWith(
            "INCR", Assert.Single(spans, span => span.ParentSpanId == own.SpanId).Name, StringComparison.Ordinal));

        SpanAssert.HasAttributes(spans[0], ("db.system.name", "redis"), ("db.operation.name", "SET"), ("db.query.text", "SET greeting ?"),
            ("db.namespace", "2"), ("server.address", "127.0.0.1"), ("server.port", server.Port));
        SpanAssert.Succeeded(spans[0]);
        foreach (var failed in spans.Where(span => span.Name.EndsWith("LPUSH", StringComparison.Ordinal)))
        {
            SpanAssert.Failed(failed, "WRONGTYPE");
            Assert.Equal("WRONGTYPE", failed.Attributes["db.response.status_code"]);
            Assert.Equal("WRONGTYPE Operation against a key holding the wrong kind of value", failed.StatusMessage);
        }
    }

    [Theory]
    [InlineData(Oldest)]
    [InlineData(Newest)]
    public async Task StackExchange_Redis_in_batches_and_transactions(string app)
    {
        var server = await servers.RedisAsync();
        var run = await LibraryRun.CompareAsync(app, ["stackexchange", $"127.0.0.1:{server.Port}"]);

        AssertChildren(run, "batch", "SET first ?; GET first", "LPUSH greeting ?; LPUSH greeting ?");
        AssertChildren(run, "after batch", "PING");
        AssertChildren(run, "transaction", "SET first ?; SET second ?", "SET first ?; GET first");
        foreach (var name in new[] { "PIPELINE", "PIPELINE LPUSH", "MULTI SET", "MULTI" })
        {
            var span = run.One(name);
            (string, object)[] expected =
                [("db.system.name", "redis"), ("db.operation.name", name), ("db.operation.batch.size", 2),
                    ("db.query.text", SpanAssert.Any), ("db.namespace", "2"), ("server.address", "127.0.0.1"),
                    ("server.port", server.Port)];
            if (name == "PIPELINE LPUSH")
                expected = [.. expected, ("db.response.status_code", "WRONGTYPE"), ("error.type", "WRONGTYPE")];
            else
                SpanAssert.Succeeded(span);
            SpanAssert.HasAttributes(span, expected);
        }
    }

    [Theory]
    [InlineData(Oldest)]
    [InlineData(Newest)]
    public async Task StackExchange_Redis_without_a_server(string app)
    {
        var port = FreePort.Find();
        var run = await LibraryRun.CompareAsync(app, ["stackexchange-lost", $"127.0.0.1:{port}"]);

        var spans = run.Of(StackExchange);
        Assert.Equal(["GET", "GET"], spans.Select(span => span.Name));
        Assert.All(spans, span =>
        {
            SpanAssert.Failed(span, "StackExchange.Redis.RedisConnectionException");
            SpanAssert.IsChild(run.Own("work"), span);
            Assert.Equal((object)"127.0.0.1", span.Attributes["server.address"]);
            Assert.Equal((object)(long)port, span.Attributes["server.port"]);
        });
    }

    [Fact]
    public async Task Switched_off_nothing_is_patched()
    {
        var server = await servers.RedisAsync();
        var run = await LibraryRun.CompareAsync(
            Newest, ["stackexchange", $"127.0.0.1:{server.Port}"],
            new() { ["OTEL_DOTNET_AUTO_TRACES_STACKEXCHANGEREDIS_INSTRUMENTATION_ENABLED"] = "false" });
        Assert.Empty(run.Of(StackExchange));
        Assert.NotEmpty(run.All);
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task FreeRedis(string runtime)
    {
        var server = await servers.RedisAsync();
        var run = await LibraryRun.CompareAsync(Newest, ["freeredis", $"127.0.0.1:{server.Port}"], runtime: runtime);

        var spans = run.Of("AutoInstr.FreeRedis");
        Assert.All(spans, span => Assert.Equal(SpanKind.Client, span.Kind));
        Assert.All(spans, span => SpanAssert.DoesNotMention(span, "secret"));
        AssertChildren(run, "sync", "SET free:greeting ?", "GET free:greeting", "MSET free:one ? free:two ?", "LPUSH free:greeting ?");
        AssertChildren(run, "after sync", "EXISTS free:nothing");
        AssertChildren(run, "async", "SET free:first ?", "HSET free:hash ? ?", "LPUSH free:greeting ?");
        AssertChildren(run, "after async", "GET free:first");
        AssertChildren(run, "pipeline", "SET free:first ?; GET free:first", "LPUSH free:greeting ?");
        AssertChildren(run, "transaction", "MULTI", "SET free:first ?", "GET free:first", "EXEC");
        SpanAssert.HasAttributes(spans[0], ("db.system.name", "redis"), ("db.operation.name", "SET"),
            ("db.query.text", "SET free:greeting ?"), ("db.namespace", "3"), ("server.address", "127.0.0.1"), ("server.port", server.Port));
        SpanAssert.HasAttributes(run.One("PIPELINE"), ("db.system.name", "redis"), ("db.operation.name", "PIPELINE"),
            ("db.operation.batch.size", 2), ("db.query.text", "SET free:first ?; GET free:first"), ("db.namespace", "3"),
            ("server.address", "127.0.0.1"), ("server.port", server.Port));
        var failed = spans.Where(span => span.Name == "LPUSH").ToArray();
        Assert.Equal(3, failed.Length);
        Assert.All(failed, span => SpanAssert.Failed(span, "WRONGTYPE"));
        Assert.All(spans.Except(failed), SpanAssert.Succeeded);
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task CSRedis(string runtime)
    {
        var server = await servers.RedisAsync();
        var run = await LibraryRun.CompareAsync(Newest, ["csredis", $"127.0.0.1:{server.Port}"], runtime: runtime);

        var spans = run.Of("AutoInstr.CSRedisCore");
        Assert.All(spans, span => Assert.Equal(SpanKind.Client, span.Kind));
        Assert.All(spans, span => SpanAssert.DoesNotMention(span, "secret"));
        AssertChildren(run, "sync", "SET cs:greeting ?", "GET cs:greeting", "EVAL ? ? ? ?");
        AssertChildren(run, "after sync", "EXISTS cs:nothing");
        AssertChildren(run, "async", "SET cs:first ?", "HSET cs:hash ? ?");
        AssertChildren(run, "after async", "GET cs:first");
        AssertChildren(run, "pipeline", "SET cs:first ?; GET cs:first");
        AssertChildren(run, "failing", "LPUSH cs:greeting ?", "LPUSH cs:greeting ?");
        SpanAssert.HasAttributes(spans[0], ("db.system.name", "redis"), ("db.operation.name", "SET"),
            ("db.query.text", "SET cs:greeting ?"), ("server.address", "127.0.0.1"), ("server.port", server.Port));
        Assert.Equal((object)2L, run.One("PIPELINE").Attributes["db.operation.batch.size"]);
        var failed = spans.Where(span => span.Name == "LPUSH").ToArray();
        Assert.All(failed, span => SpanAssert.Failed(span, "WRONGTYPE"));
        Assert.All(spans.Except(failed), SpanAssert.Succeeded);
    }

    /// <summary>The clients' spans below one of the program's own, in order, by their text.</summary>
    private static void AssertChildren(LibraryRun run, string own, params string[] texts)
    {
        var parent = run.Own(own);
        Assert.Equal(
            texts,
            run.All.Where(span => span.ParentSpanId == parent.SpanId && span.ScopeName != "Libraries.App")
                .Select(span => (string?)span.Attributes["db.query.text"]));
    }
}
