using AutoInstr.IntegrationTests.Servers;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.IntegrationTests.Sources;

/// <summary>Database libraries in programs of their own, against real servers and, where there is none, stand-ins.</summary>
public sealed class DatabaseTests(RealServers servers)
{
    /// <summary>Names of the spans of Libraries.Databases/AdoNet.cs.</summary>
    private static readonly string[] AdoNetSpans =
        ["DROP TABLE orders", "CREATE TABLE orders", "INSERT orders", "INSERT orders", "SELECT orders", "UPDATE orders", "SELECT orders",
            "SELECT missing"];

    [Theory]
    [InlineData(10, "Libraries.Databases", "10.0")]
    [InlineData(9, "Libraries.Older", "10.0")]
    [InlineData(9, "Libraries.Older", "9.0")]
    [InlineData(9, "Libraries.Older", "8.0")]
    [InlineData(8, "Libraries.Databases", "8.0")]
    public async Task Npgsql(int version, string app, string runtime)
    {
        var server = await servers.PostgreSqlAsync();
        var run = await LibraryRun.CompareAsync(app, ["npgsql", server.ConnectionString], runtime: runtime);
        var spans = run.Of("Npgsql");
        // Before version 10 there is no span of a connection.
        string[] connect = version < 10 ? [] : ["CONNECT shop"];
        Assert.Equal([.. connect, .. AdoNetSpans], spans.Select(span => span.Name));
        AssertAllBelow(run.Own("work"), spans);
        var insert = spans[^5];
        Assert.Equal("INSERT INTO orders (id, customer) VALUES (?, ?)", insert.Attributes["db.query.text"]);
        var select = spans[^4];
        SpanAssert.Succeeded(select);
        string[] peer = version < 10 ? ["network.peer.address"] : [];
        SpanAssert.HasAttributes(select, [("db.system.name", "postgresql"), ("db.namespace", "shop"),
            ("server.address", "127.0.0.1"), ("server.port", server.Port),
            ("db.query.text", "SELECT id, customer FROM orders WHERE customer <> ? ORDER BY id"), ("db.query.summary", "SELECT orders"),
            .. peer.Select(key => (key, (object)"127.0.0.1"))]);
        SpanAssert.Failed(spans[^1], "42P01");
        Assert.Equal("42P01", spans[^1].Attributes["db.response.status_code"]);
        Assert.Equal("Npgsql.PostgresException", Assert.Single(spans[^1].Events, e => e.Name == "exception").Attributes["exception.type"]);
    }

    [Fact]
    public async Task Npgsql_batches_copies_and_failing_connections()
    {
        var server = await servers.PostgreSqlAsync();
        var run = await LibraryRun.CompareAsync("Libraries.Databases", ["npgsql-batch", server.ConnectionString]);
        var spans = run.Of("Npgsql");
        Assert.Equal(
            ["CONNECT shop", "SELECT SELECT", "CREATE TABLE copied", "COPY copied", "CONNECT absent"], spans.Select(span => span.Name));
        Assert.Equal("SELECT ?;\nSELECT ?", spans[1].Attributes["db.query.text"]);
        SpanAssert.HasAttributes(spans[3], ("db.system.name", "postgresql"), ("db.namespace", "shop"), ("server.address",
            "127.0.0.1"), ("server.port", server.Port),
            ("db.query.text", "COPY copied (id) FROM STDIN (FORMAT BINARY)"), ("db.query.summary", "COPY copied"),
            ("db.operation.name", "COPY FROM"), ("db.npgsql.rows", 1));
        SpanAssert.Failed(spans[4], "3D000");
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task MySqlConnector(string runtime)
    {
        var server = await servers.MariaDbAsync();
        var run = await LibraryRun.CompareAsync("Libraries.Databases", ["mysqlconnector", server.ConnectionString], runtime: runtime);
        var spans = run.Of("MySqlConnector");
        Assert.Equal(["CONNECT shop", .. AdoNetSpans[..6], "COMMIT shop", .. AdoNetSpans[6..]], spans.Select(span => span.Name));
        AssertAllBelow(run.Own("work"), spans);
        SpanAssert.Succeeded(spans[4]);
        SpanAssert.HasAttributes(spans[4], ("db.system.name", "mysql"), ("db.namespace", "shop"), ("server.address",
            "127.0.0.1"), ("server.port", server.Port),
            ("network.peer.address", "127.0.0.1"), ("network.peer.port", server.Port),
            ("db.query.text", "INSERT INTO orders (id, customer) VALUES (?, ?)"), ("db.query.summary", "INSERT orders"));
        SpanAssert.Failed(spans[^1], "1146");
        Assert.Equal("1146", spans[^1].Attributes["db.response.status_code"]);
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task MySqlData(string runtime)
    {
        var server = await servers.MariaDbAsync();
        var run = await LibraryRun.CompareAsync("Libraries.Databases", ["mysql.data", server.ConnectionString], runtime: runtime);
        var spans = run.Of("connector-net");
        // The library leaves the text out when it is set after the command is made, as the program does.
        Assert.Equal(
            ["shop", "shop", "shop", "shop", "shop", "SET", "SET", "shop", "COMMIT", "shop", "shop"], spans.Select(span => span.Name));
        AssertAllBelow(run.Own("work"), spans);
        SpanAssert.Succeeded(spans[0]);
        SpanAssert.HasAttributes(spans[0], ("db.system.name", "mysql"), ("db.namespace", "shop"));
        SpanAssert.Failed(spans[^1], "MySql.Data.MySqlClient.MySqlException");
    }

    [Theory]
    [InlineData("microsoft.data.sqlclient", "Microsoft.Data.SqlClient.SqlException", "10.0")]
    [InlineData("microsoft.data.sqlclient", "Microsoft.Data.SqlClient.SqlException", "8.0")]
    [InlineData("system.data.sqlclient", "System.Data.SqlClient.SqlException", "10.0")]
    [InlineData("system.data.sqlclient", "System.Data.SqlClient.SqlException", "8.0")]
    public async Task SqlClient(string library, string exception, string runtime)
    {
        await using var server = new SqlServerStandIn();
        var run = await LibraryRun.CompareAsync("Libraries.Databases", [library, server.ConnectionString], runtime: runtime);
        var spans = run.Of("OpenTelemetry.Instrumentation.SqlClient");
        Assert.Equal(["SELECT customers", "SELECT missing"], spans.Select(span => span.Name));
        AssertAllBelow(run.Own("work"), spans);
        SpanAssert.Succeeded(spans[0]);
        SpanAssert.HasAttributes(spans[0], ("db.system.name", "microsoft.sql_server"), ("db.namespace", "shop"), ("server.address",
            "127.0.0.1"), ("server.port", server.Port),
            ("db.query.text", "SELECT name FROM customers WHERE id = ?"), ("db.query.summary", "SELECT customers"));
        SpanAssert.Failed(spans[1], exception);
        Assert.Equal("208", spans[1].Attributes["db.response.status_code"]);
    }

    [Theory]
    [InlineData("Libraries.Databases", "10.0")]
    [InlineData("Libraries.Older", "10.0")]
    [InlineData("Libraries.Older", "9.0")]
    [InlineData("Libraries.Older", "8.0")]
    public async Task EntityFramework_over_a_provider_without_spans(string app, string runtime)
    {
        var run = await LibraryRun.CompareAsync(
            app, ["efcore-sqlite"], new() { ["OTEL_DOTNET_AUTO_TRACES_SQLITE_INSTRUMENTATION_ENABLED"] = "false" }, runtime);
        Assert.Empty(run.Of("AutoInstr.Sqlite"));
        var spans = run.Of("AutoInstr.EntityFrameworkCore");
        Assert.Equal(
            ["DROP TABLE \"Books\"", "CREATE TABLE \"Books\"", "INSERT \"Books\"", "SELECT \"Books\"", "SELECT \"Books\"",
                "DELETE missing"], spans.Select(span => span.Name));
        AssertAllBelow(run.Own("work"), spans);
        SpanAssert.Succeeded(spans[5 - 1]);
        SpanAssert.HasAttributes(spans[4], ("db.system.name", "sqlite"), ("db.namespace", "main"), ("db.query.summary", "SELECT \"Books\""),
            ("db.query.text", "SELECT COUNT(*)\nFROM \"Books\" AS \"b\""));
        SpanAssert.Failed(spans[5], "Microsoft.Data.Sqlite.SqliteException");
        Assert.Equal("DELETE FROM missing WHERE id = ?", spans[5].Attributes["db.query.text"]);
    }

    [Theory]
    [InlineData("Libraries.Databases", "10.0")]
    [InlineData("Libraries.Older", "10.0")]
    [InlineData("Libraries.Older", "9.0")]
    [InlineData("Libraries.Older", "8.0")]
    public async Task EntityFramework_over_a_patched_provider_adds_none(string app, string runtime)
    {
        var run = await LibraryRun.CompareAsync(app, ["efcore-sqlite"], runtime: runtime);
        Assert.Empty(run.Of("AutoInstr.EntityFrameworkCore"));
        var spans = run.Of("AutoInstr.Sqlite");
        Assert.Equal(
            ["DROP TABLE \"Books\"", "CREATE TABLE \"Books\"", "INSERT \"Books\"", "SELECT \"Books\"", "SELECT \"Books\"",
                "DELETE missing"], spans.Select(span => span.Name).Where(name => !name.StartsWith("PRAGMA", StringComparison.Ordinal)));
        AssertAllBelow(run.Own("work"), spans);
    }

    [Fact]
    public async Task EntityFramework_stands_in_for_a_provider_that_cannot_be_patched()
    {
        var run = await LibraryRun.CompareAsync("Libraries.Databases", ["efcore-sqlite"],
            new() { ["DOTNET_EnableDiagnostics_Profiler"] = "0", ["OTEL_LOG_LEVEL"] = "error" });
        Assert.Empty(run.Of("AutoInstr.Sqlite"));
        Assert.Equal(6, run.Of("AutoInstr.EntityFrameworkCore").Count);
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task EntityFramework_over_a_provider_with_spans_adds_none(string runtime)
    {
        var server = await servers.PostgreSqlAsync();
        var run = await LibraryRun.CompareAsync("Libraries.Databases", ["efcore-npgsql", server.ConnectionString], runtime: runtime);
        Assert.Empty(run.Of("AutoInstr.EntityFrameworkCore"));
        Assert.Contains("SELECT \"Books\"", run.Of("Npgsql").Select(span => span.Name));
    }

    [Fact]
    public async Task EntityFramework_stands_in_for_a_provider_that_is_switched_off()
    {
        var server = await servers.PostgreSqlAsync();
        var run = await LibraryRun.CompareAsync("Libraries.Databases", ["efcore-npgsql", server.ConnectionString],
            new() { ["OTEL_DOTNET_AUTO_TRACES_NPGSQL_INSTRUMENTATION_ENABLED"] = "false" });
        Assert.Empty(run.Of("Npgsql"));
        var select = run.Of("AutoInstr.EntityFrameworkCore")[^2];
        Assert.Equal("SELECT \"Books\"", select.Name);
        Assert.Equal("postgresql", select.Attributes["db.system.name"]);
        Assert.Equal(("127.0.0.1", (long)server.Port), (select.Attributes["server.address"], select.Attributes["server.port"]));
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task MongoDb(string runtime)
    {
        await using var server = new MongoDbStandIn();
        var run = await LibraryRun.CompareAsync("Libraries.Databases", ["mongodb", server.ConnectionString], runtime: runtime);
        var spans = run.Of("MongoDB.Driver");
        Assert.Equal(["insert shop.orders", "find shop.orders", "runCommand shop"], spans.Select(span => span.Name));
        AssertAllBelow(run.Own("work"), spans);
        SpanAssert.Succeeded(spans[1]);
        SpanAssert.HasAttributes(spans[1], ("db.system.name", "mongodb"), ("db.namespace", "shop"), ("db.collection.name",
            "orders"), ("db.operation.name", "find"),
            ("db.query.summary", "find shop.orders"), ("server.address", "127.0.0.1"), ("server.port", server.Port),
            ("network.transport", "tcp"));
        SpanAssert.Failed(spans[2], "59");
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task ClickHouse(string runtime)
    {
        await using var server = new ClickHouseStandIn();
        var run = await LibraryRun.CompareAsync("Libraries.Databases", ["clickhouse", server.ConnectionString], runtime: runtime);
        var spans = run.Of("ClickHouse.Driver");
        Assert.Equal(["SELECT visits", "SELECT missing"], spans.Select(span => span.Name));
        AssertAllBelow(run.Own("work"), spans);
        SpanAssert.Succeeded(spans[0]);
        SpanAssert.HasAttributes(spans[0], ("db.system.name", "clickhouse"), ("db.namespace", "shop"), ("server.address",
            "127.0.0.1"), ("server.port", server.Port),
            ("db.query.text", "SELECT count() FROM visits WHERE country = ?"), ("db.query.summary", "SELECT visits"));
        SpanAssert.Failed(spans[1], "ClickHouse.Driver.ClickHouseServerException");
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task FusionCache(string runtime)
    {
        var run = await LibraryRun.CompareAsync("Libraries.Databases", ["fusioncache"], runtime: runtime);
        var spans = run.Of("ZiggyCreatures.Caching.Fusion");
        Assert.Equal(
            ["get or set from cache", "execute factory", "get or set from cache", "remove from cache", "get or set from cache",
                "execute factory"], spans.Select(span => span.Name));
        Assert.Equal(spans.Count + 1, run.All.Count);
        SpanAssert.IsChild(spans[0], spans[1]);
        SpanAssert.Succeeded(spans[2]);
        Assert.Equal(true, spans[2].Attributes["fusioncache.hit"]);
        SpanAssert.Failed(spans[4], "System.InvalidOperationException");
    }

    /// <summary>Client spans, right below the program's own; and no secret in any.</summary>
    private static void AssertAllBelow(Span work, IReadOnlyList<Span> spans)
    {
        foreach (var span in spans)
        {
            SpanAssert.IsChild(work, span);
            Assert.Equal(SpanKind.Client, span.Kind);
            SpanAssert.DoesNotMention(span, "secret");
            SpanAssert.DoesNotMention(span, "postgres;");
        }
    }
}
