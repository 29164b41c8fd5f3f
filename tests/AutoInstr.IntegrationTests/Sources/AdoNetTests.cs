using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.IntegrationTests.Sources;

/// <summary>ADO.NET providers without spans of their own, which are patched: one span a command, whichever method executes it.</summary>
public sealed class AdoNetTests
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
        var run = await LibraryRun.CompareAsync(App, ["orders", "microsoft.data.sqlite"], runtime: runtime);
        var spans = run.Of("AutoInstr.Sqlite");
        Assert.Equal([.. Orders[..5], "BEGIN", "UPDATE orders", "COMMIT", .. Orders[6..]], spans.Select(span => span.Name));
        AssertAllBelow(run.Own("work"), spans);
        SpanAssert.Succeeded(spans[3]);
        SpanAssert.HasAttributes(spans[3], ("db.system.name", "sqlite"), ("db.namespace", "main"),
            ("db.query.text", "INSERT INTO orders (id, customer) VALUES (?, ?)"), ("db.query.summary", "INSERT orders"));
        AssertFailed(spans[^1], "1", "Microsoft.Data.Sqlite.SqliteException");
    }

    [Theory]
    [InlineData("microsoft.data.sqlite", "AutoInstr.Sqlite", "8.0")]
    [InlineData("microsoft.data.sqlite", "AutoInstr.Sqlite", "9.0")]
    [InlineData("microsoft.data.sqlite", "AutoInstr.Sqlite", "10.0")]
    public async Task Every_method_makes_one_span(string provider, string source, string runtime)
    {
        var run = await LibraryRun.CompareAsync(App, ["every-method", provider], runtime: runtime);
        AssertEveryMethod(run, source);
    }

    [Fact]
    public async Task A_provider_that_is_switched_off_is_left_alone()
    {
        var run = await LibraryRun.CompareAsync(App, ["every-method", "microsoft.data.sqlite"],
            new() { ["OTEL_DOTNET_AUTO_TRACES_SQLITE_INSTRUMENTATION_ENABLED"] = "false" });
        Assert.Equal("work", Assert.Single(run.All).Name);
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
