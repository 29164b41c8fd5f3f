using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AutoInstr.Compare;
using AutoInstr.Compare.Differences;
using AutoInstr.Compare.Expectations;
using AutoInstr.Compare.Recordings;
using AutoInstr.Compare.Reporting;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.UnitTests.Compare;

/// <summary>The report in its formats.</summary>
public sealed class ReportTests
{
    private const string Hostile = "</script><img src=x onerror=alert(1)> | `code` \u001b[31mred\u001b[0m\n| new row";

    [Fact]
    public void The_text_tells_every_span_once()
    {
        var text = new TextReport(isColoured: false, maxTraces: 20).Render(Example());
        Assert.Contains("by hand   1 trace, 3 spans\nautomatic 1 trace, 3 spans\n", text, StringComparison.Ordinal);
        Assert.Contains(
            """
            trace POST /orders
              = shop                     server   POST /orders
              ~ shop                     client     INSERT -> INSERT orders
                                                     db.query.text: a | b
              + shop                     producer   send
              - shop                     internal   by hand
            """.ReplaceLineEndings("\n"),
            text, StringComparison.Ordinal);
        Assert.Contains("shop                           1           1              1                1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_shows_so_many_traces()
    {
        var recording = Recording.Of(Enumerable.Range(1, 5).SelectMany(static i =>
        {
            var spans = new SpanBuilder($"{i}");
            spans.Add("", "shop", SpanKind.Server, $"GET /{i}");
            return spans.Spans;
        }));
        var text = new TextReport(isColoured: false, maxTraces: 2).Render(Compare(recording, recording));
        Assert.Contains("... and 3 traces more (--max-traces)", text, StringComparison.Ordinal);
        Assert.DoesNotContain("trace GET /3", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_is_read_back_with_every_span_and_the_place_of_its_parent()
    {
        using var json = JsonDocument.Parse(JsonReport.Render(Example()));
        var spans = json.RootElement.GetProperty("traces")[0].GetProperty("spans").EnumerateArray().ToList();
        Assert.Equal(
            ["-1 both POST /orders", "0 both INSERT orders", "0 automatic send", "0 manual by hand"],
            spans.Select(static span => $"{span.GetProperty("parent")} {span.GetProperty("presence")} {span.GetProperty("name")}"));
        Assert.Equal("a", spans[1].GetProperty("differences")[1].GetProperty("manual").GetString());
        Assert.Equal(JsonValueKind.Null, spans[3].GetProperty("automatic").ValueKind);
        Assert.Equal(3, json.RootElement.GetProperty("manual").GetProperty("spans").GetInt32());
    }

    [Fact]
    public void Json_takes_any_depth()
    {
        var spans = new SpanBuilder();
        var parent = "";
        for (var i = 0; i < 5000; i++)
            parent = spans.Add(parent, "shop", SpanKind.Internal, "step");
        using var json = JsonDocument.Parse(JsonReport.Render(Compare(Recording.Of(spans.Spans), Recording.Of(spans.Spans))));
        Assert.Equal(4998, json.RootElement.GetProperty("traces")[0].GetProperty("spans")[4999].GetProperty("parent").GetInt32());
    }

    [Fact]
    public void Nothing_that_a_span_says_breaks_out_of_the_report()
    {
        var spans = new SpanBuilder();
        spans.Add("", Hostile, SpanKind.Server, Hostile, (Hostile, Hostile));
        var other = new SpanBuilder();
        other.Add("", Hostile, SpanKind.Server, Hostile, (Hostile, "x"));
        var report = Compare(Recording.Of(spans.Spans), Recording.Of(other.Spans));

        var text = new TextReport(isColoured: false, maxTraces: 20).Render(report);
        Assert.DoesNotContain('\u001b', text);
        var markdown = MarkdownReport.Render(report, maxTraces: 20);
        Assert.DoesNotContain('\u001b', markdown);
        Assert.DoesNotContain("\n| new row", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain(markdown.Split('\n'), static line => Outside(line).Contains("<img", StringComparison.Ordinal));
        using var json = JsonDocument.Parse(JsonReport.Render(report));
        Assert.Equal(Hostile, json.RootElement.GetProperty("traces")[0].GetProperty("spans")[0].GetProperty("name").GetString());
    }

    [Fact]
    public void The_page_admits_its_own_script_and_style_alone_and_carries_the_report()
    {
        var spans = new SpanBuilder();
        spans.Add("", "shop", SpanKind.Server, Hostile, (Hostile, Hostile));
        var page = HtmlReport.Render(Compare(Recording.Of(spans.Spans), Recording.Of(spans.Spans)));

        var script = Between(page, "<script>", "</script>");
        Assert.Contains($"script-src 'sha256-{Hash(script)}'", page, StringComparison.Ordinal);
        Assert.Contains($"style-src 'sha256-{Hash(Between(page, "<style>", "</style>"))}'", page, StringComparison.Ordinal);
        Assert.Equal(2, page.Split("</script>").Length - 1);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", page, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(Between(page, "id=\"data\">", "</script>"));
        Assert.Equal(Hostile, json.RootElement.GetProperty("traces")[0].GetProperty("spans")[0].GetProperty("name").GetString());
    }

    [Fact]
    public void Markdown_has_a_row_for_each_span_and_a_box_for_each_expectation()
    {
        var comparison = Example().Comparison;
        ExpectedSpan[] expected = [new("shop", SpanKind.Server, "POST *", 1), new("shop", SpanKind.Producer, "send", 1)];
        var report = new Report(comparison, [.. expected.Select(span => new Expectation(span, span.CountIn(comparison)))]);
        var markdown = MarkdownReport.Render(report, maxTraces: 20);
        Assert.Contains("| `~` | &nbsp;&nbsp;shop: `INSERT -> INSERT orders` | `db.query.text`: `a`, `b` |", markdown, StringComparison.Ordinal);
        Assert.Contains("- [x] `shop SERVER POST *` (1 found)", markdown, StringComparison.Ordinal);
        Assert.Contains("- [ ] `shop PRODUCER send` (0 found)", markdown, StringComparison.Ordinal);
        Assert.False(report.IsMet);
    }

    private static string Between(string text, string begin, string end) =>
        text.Split(begin, 2)[1].Split(end, 2)[0];

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>What of a line is not within code.</summary>
    private static string Outside(string line) => string.Concat(line.Split("``").Where(static (_, i) => i % 2 == 0));

    private static Report Example()
    {
        var manual = new SpanBuilder();
        var root = manual.Add("", "shop", SpanKind.Server, "POST /orders");
        manual.Add(root, "shop", SpanKind.Client, "INSERT", ("db.system.name", "sqlite"), ("db.query.text", "a"));
        manual.Add(root, "shop", SpanKind.Internal, "by hand");
        var automatic = new SpanBuilder();
        root = automatic.Add("", "shop", SpanKind.Server, "POST /orders");
        automatic.Add(root, "shop", SpanKind.Client, "INSERT orders", ("db.system.name", "sqlite"), ("db.query.text", "b"));
        automatic.Add(root, "shop", SpanKind.Producer, "send");
        return Compare(Recording.Of(manual.Spans), Recording.Of(automatic.Spans));
    }

    private static Report Compare(Recording manual, Recording automatic) =>
        new(Comparison.Of(manual, automatic, new SpanDiffer([], isStrict: false)), []);
}
