using AutoInstr.IntegrationTests.Servers;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.IntegrationTests.Sources;

/// <summary>ADO.NET providers without spans of their own, which are patched: one span a command, whichever method executes it.</summary>
public sealed class AdoNetTests(RealServers servers)
{
    private const string App = "Libraries.AdoNet";

    /// <summary>Names of the spans of Libraries.Databases/AdoNet.cs.</summary>
    private static readonly string[] Orders =
        ["DROP TABLE orders", "CREATE TABLE orders", "INSERT orders", "INSERT orders", "SELECT orders", "UPDATE orders", "SELECT orders",
            "SELECT missing"];

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task MicrosoftDataSqlite(string runtime)
    {
        var spans = await OrdersAsync("microsoft.data.sqlite", "AutoInstr.Sqlite", runtime);
        SpanAssert.HasAttributes(spans[3], ("db.system.name", "sqlite"), ("db.namespace", "main"),
            ("db.query.text", "INSERT INTO orders (id, customer) VALUES (?, ?)"), ("db.query.summary", "INSERT orders"));
        AssertFailed(spans[^1], "1", "Microsoft.Data.Sqlite.SqliteException");
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task SystemDataSqlite(string runtime)
    {
        var spans = await OrdersAsync("system.data.sqlite", "AutoInstr.SystemDataSqlite", runtime);
        SpanAssert.HasAttributes(spans[4], ("db.system.name", "sqlite"), ("db.namespace", "main"),
            ("db.query.text", "SELECT id, customer FROM orders WHERE customer <> ? ORDER BY id"), ("db.query.summary", "SELECT orders"));
        AssertFailed(spans[^1], "1", "System.Data.SQLite.SQLiteException");
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task DuckDb(string runtime)
    {
        var spans = await OrdersAsync("duckdb", "AutoInstr.DuckDB", runtime);
        SpanAssert.HasAttributes(spans[2], ("db.system.name", "duckdb"), ("db.namespace", ":memory:"),
            ("db.query.text", "INSERT INTO orders (id, customer) VALUES ($id, $customer)"), ("db.query.summary", "INSERT orders"));
        SpanAssert.Failed(spans[^1], "DuckDB.NET.Data.DuckDBException");
        // The database quotes the query, with the number that it looks for.
        Assert.StartsWith("Catalog Error", spans[^1].StatusMessage, StringComparison.Ordinal);
        SpanAssert.DoesNotMention(spans[^1], "id = 7");
        Assert.DoesNotContain(
            "id = 7", (string)Assert.Single(spans[^1].Events).Attributes["exception.stacktrace"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("microsoft.data.sqlite", "AutoInstr.Sqlite", "8.0")]
    [InlineData("microsoft.data.sqlite", "AutoInstr.Sqlite", "9.0")]
    [InlineData("microsoft.data.sqlite", "AutoInstr.Sqlite", "10.0")]
    [InlineData("system.data.sqlite", "AutoInstr.SystemDataSqlite", "10.0")]
    [InlineData("duckdb", "AutoInstr.DuckDB", "10.0")]
    public async Task Every_method_makes_one_span(string provider, string source, string runtime)
    {
        var run = await LibraryRun.CompareAsync(App, ["every-method", provider], runtime: runtime);
        AssertEveryMethod(run, source);
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task Firebird(string runtime)
    {
        var server = await servers.FirebirdAsync();
        var run = await LibraryRun.CompareAsync(App, ["procedure", "firebird", server.ConnectionString], runtime: runtime);
        var spans = run.Of("AutoInstr.Firebird");
        Assert.Equal(["CREATE PROCEDURE twice END", "EXECUTE twice", "DELETE missing"], spans.Select(span => span.Name));
        Assert.Equal(spans.Count + 1, run.All.Count);
        AssertAllBelow(run.Own("work"), spans);
        SpanAssert.Succeeded(spans[1]);
        SpanAssert.HasAttributes(spans[1], ("db.system.name", "firebirdsql"), ("db.namespace", server.Database),
            ("server.address", "127.0.0.1"), ("server.port", server.Port), ("db.operation.name", "EXECUTE"),
            ("db.stored_procedure.name", "twice"));
        AssertFailed(spans[2], "335544569", "FirebirdSql.Data.FirebirdClient.FbException");
        Assert.Equal("DELETE FROM missing WHERE id = ?", spans[2].Attributes["db.query.text"]);
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task Every_method_of_Firebird_makes_one_span(string runtime)
    {
        var server = await servers.FirebirdAsync();
        var run = await LibraryRun.CompareAsync(App, ["every-method", "firebird", server.ConnectionString], runtime: runtime);
        AssertEveryMethod(run, "AutoInstr.Firebird");
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task A_provider_without_a_patch_of_its_own(string runtime)
    {
        var server = await servers.MariaDbAsync();
        var run = await LibraryRun.CompareAsync(App, ["every-method", "mysql.data", server.ConnectionString], runtime: runtime);
        AssertEveryMethod(run, "AutoInstr.AdoNet");
        var spans = run.Of("AutoInstr.AdoNet");
        SpanAssert.HasAttributes(spans[0], ("db.system.name", "mysql"), ("db.namespace", "shop"), ("server.address", "127.0.0.1"),
            ("server.port", server.Port), ("db.query.text", "SELECT ? AS n1"), ("db.query.summary", "SELECT"));
        SpanAssert.Failed(spans[8], "MySql.Data.MySqlClient.MySqlException");
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task A_provider_that_nobody_knows(string runtime)
    {
        var run = await LibraryRun.CompareAsync(App, ["unknown", "none"], runtime: runtime);
        var spans = run.Of("AutoInstr.AdoNet");
        Assert.Equal(["SELECT", "SELECT", "SELECT", "SELECT", "SELECT", "SELECT", "other_sql"], spans.Select(span => span.Name));
        Assert.Equal(spans.Count + 1, run.All.Count);
        AssertAllBelow(run.Own("work"), spans);
        SpanAssert.HasAttributes(spans[1], ("db.system.name", "other_sql"), ("db.query.text", "SELECT ?"), ("db.query.summary", "SELECT"));
        Assert.All(spans.SkipLast(1), SpanAssert.Succeeded);
        SpanAssert.Failed(spans[^1], "System.InvalidOperationException");
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task LiteDb(string runtime)
    {
        var run = await LibraryRun.CompareAsync(App, ["documents", "none"], runtime: runtime);
        var spans = run.Of("AutoInstr.LiteDB");
        Assert.Equal(
            ["ensureIndex books", "insert books", "insert books", "upsert books", "update books", "updateMany books", "query books",
                "query books", "query books", "delete books", "deleteMany books", "insert books", "dropCollection books"],
            spans.Select(span => span.Name));
        Assert.Equal(spans.Count + 1, run.All.Count);
        AssertAllBelow(run.Own("work"), spans);
        SpanAssert.Succeeded(spans[5]);
        SpanAssert.HasAttributes(spans[5], ("db.system.name", "litedb"), ("db.operation.name", "updateMany"),
            ("db.collection.name", "books"));
        SpanAssert.Failed(spans[11], "LiteDB.LiteException");
        // The message names the value that is there twice.
        SpanAssert.DoesNotMention(spans[11], "Twice");
        Assert.DoesNotContain(
            "Twice", (string)Assert.Single(spans[11].Events).Attributes["exception.stacktrace"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_passes_commands_on_makes_no_spans()
    {
        var run = await LibraryRun.CompareAsync(App, ["decorated", "microsoft.data.sqlite"]);
        Assert.Equal(3, run.Of("AutoInstr.Sqlite").Count);
        Assert.Equal(4, run.All.Count);
    }

    [Theory]
    [InlineData("SQLITE", "microsoft.data.sqlite")]
    [InlineData("DUCKDB", "duckdb")]
    public async Task A_provider_that_is_switched_off_is_left_alone(string id, string provider)
    {
        var run = await LibraryRun.CompareAsync(App, ["every-method", provider],
            new() { [$"OTEL_DOTNET_AUTO_TRACES_{id}_INSTRUMENTATION_ENABLED"] = "false" });
        Assert.Equal("work", Assert.Single(run.All).Name);
    }

    /// <summary>Runs Libraries.Databases/AdoNet.cs over a database in memory.</summary>
    private static async Task<IReadOnlyList<Span>> OrdersAsync(string provider, string source, string runtime)
    {
        var run = await LibraryRun.CompareAsync(App, ["orders", provider], runtime: runtime);
        var spans = run.Of(source);
        Assert.Equal([.. Orders[..5], "BEGIN", "UPDATE orders", "COMMIT", .. Orders[6..]], spans.Select(span => span.Name));
        Assert.Equal(spans.Count + 1, run.All.Count);
        AssertAllBelow(run.Own("work"), spans);
        Assert.All(spans.SkipLast(1), SpanAssert.Succeeded);
        return spans;
    }

    /// <summary>The spans of Libraries.AdoNet/EveryMethod.cs.</summary>
    private static void AssertEveryMethod(LibraryRun run, string source)
    {
        var spans = run.Of(source);
        Assert.Equal(spans.Count + 1, run.All.Count);
        AssertAllBelow(run.Own("work"), spans);
        Assert.Equal(Enumerable.Range(1, 11), spans.Select(span => Number((string)span.Attributes["db.query.text"]!)));
        foreach (var span in spans)
        {
            if (((string)span.Attributes["db.query.text"]!).Contains("absent", StringComparison.Ordinal))
                Assert.Equal(SpanStatus.Error, span.Status);
            else
                SpanAssert.Succeeded(span);
        }

        static int Number(string text) => int.Parse(text.Split(' ')[3][1..], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static void AssertFailed(Span span, string code, string exception)
    {
        SpanAssert.Failed(span, code);
        Assert.Equal(code, span.Attributes["db.response.status_code"]);
        Assert.Equal(exception, Assert.Single(span.Events, e => e.Name == "exception").Attributes["exception.type"]);
    }

    /// <summary>Client spans, right below the program's own.</summary>
    private static void AssertAllBelow(Span work, IReadOnlyList<Span> spans)
    {
        foreach (var span in spans)
        {
            SpanAssert.IsChild(work, span);
            Assert.Equal(SpanKind.Client, span.Kind);
            SpanAssert.DoesNotMention(span, "secret");
        }
    }
}
