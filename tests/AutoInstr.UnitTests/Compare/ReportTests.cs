using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AutoInstr.Compare;
using AutoInstr.Compare.Differences;
using AutoInstr.Compare.Expectations;
using AutoInstr.Compare.Recordings;
using AutoInstr.Compare.Reporting;
using AutoInstr.Compare.Running;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.UnitTests.Compare;

/// <summary>The four reports of one comparison, in which everything differs and everyone is hostile.</summary>
public sealed class ReportTests
{
    private const string Hostile = "</script><script>alert(1)</script> \u001b[31m `|` \u202e {data} <!--";

    private static readonly Report Everything = Create();

    [Fact]
    public void Text_says_everything_once()
    {
        var text = Text();

        Assert.Contains("manual     2 traces, 4 spans\n", text, StringComparison.Ordinal);
        Assert.Matches("  = shop +server +GET /same", text);
        Assert.Matches("  ~ shop +server +GET /changed", text);
        Assert.Matches(@"  - shop +client +</script>", text);
        Assert.Matches(@"  \+ shop +internal +added", text);
        Assert.Contains("~ attribute http.route: /a → /b", text, StringComparison.Ordinal);
        Assert.Contains("Metrics: 0 same, 1 changed, 1 only manual, 1 only automatic\n", text, StringComparison.Ordinal);
        Assert.Matches(@"  - shop +counter +hits \(1\)\n  ~ shop +counter +both \(s\)\n +~ unit: s → ms\n +\+ attribute route\n", text);
        Assert.Contains("Logs: 0 same, 0 changed, 1 only manual, 1 only automatic\n", text, StringComparison.Ordinal);
        Assert.Matches(@"  \+ shop +info +Shop.Orders: same\n", text);
        Assert.Contains("1x shop client old: http.method is http.request.method by now", text, StringComparison.Ordinal);
        Assert.Matches("lines of code +42 +0\n", text);
        Assert.Matches("shop: memory +80 MB +90 MB\n", text);
        Assert.Contains("1 same, 2 changed (1 renamed, 0 moved), 1 only manual, 1 only automatic", text, StringComparison.Ordinal);
        Assert.Contains(
            "1 of 2 expectations met\n  not met: 2x shop SERVER GET /same (1 of 2 in both editions)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_is_harmless_and_fits_the_terminal()
    {
        var text = Text();
        Assert.DoesNotContain('\u001b', text);
        Assert.DoesNotContain('\u202e', text);
        Assert.All(text.Split('\n'), static line => Assert.InRange(line.Length, 0, 100));
    }

    [Fact]
    public void Text_has_colours_only_where_they_are_wanted() =>
        Assert.Contains("\u001b[31m", Text(isColoured: true), StringComparison.Ordinal);

    [Fact]
    public void Traces_that_look_alike_are_shown_once()
    {
        var (manual, automatic) = Spans.Both(static spans =>
        {
            for (var i = 0; i < 50; i++)
                spans.Root("GET /", SpanKind.Internal);
        });
        using var output = new StringWriter();
        new TextReport(output, false, 100).Write(new Report(manual.CompareWith(automatic), null, []));
        Assert.Contains("50 traces like this\n", output.ToString(), StringComparison.Ordinal);
        Assert.Single(Regex.Matches(output.ToString(), "GET /"));
    }

    [Fact]
    public void Json_can_be_read_back()
    {
        using var output = new StringWriter();
        JsonReport.Write(Everything, output);
        AssertIsEverything(output.ToString());
    }

    [Fact]
    public void Markdown_lets_no_markup_through()
    {
        using var output = new StringWriter();
        new MarkdownReport(output).Write(Everything);
        var text = output.ToString();

        Assert.Contains("| lines of code | 42 | 0 |\n", text, StringComparison.Ordinal);
        Assert.Contains("\n| `~` | shop | both | unit | s | ms |\n", text, StringComparison.Ordinal);
        Assert.Contains("\n| `+` | shop | `Shop.Orders: same` |  |  | there |\n", text, StringComparison.Ordinal);
        Assert.Contains("**Not met:** `2x shop SERVER GET /same`: 1 of 2 in both editions", text, StringComparison.Ordinal);
        Assert.Contains("`shop server GET /changed` | `attribute http.route` | `/a` | `/b` | 1 |", text, StringComparison.Ordinal);
        foreach (var line in text.Split('\n').Where(static line => line.StartsWith('|')))
        {
            var outside = Regex.Replace(line.Replace("\\|", "", StringComparison.Ordinal), "`[^`]*`", "");
            Assert.DoesNotContain('<', outside);
            Assert.DoesNotContain('`', outside);
        }
        var rows = Regex.Matches(text, @"^\|.*</script>.*\|$", RegexOptions.Multiline);
        Assert.NotEmpty(rows);
    }

    [Fact]
    public void Html_holds_the_same_data_and_nothing_breaks_out_of_it()
    {
        var page = HtmlReport.Render(Everything);

        var data = Regex.Match(page, """<script type="application/json" id="data">(.*?)</script>""", RegexOptions.Singleline);
        AssertIsEverything(data.Groups[1].Value);
        Assert.Equal(2, Regex.Count(page, "<script"));
        Assert.Equal(2, Regex.Count(page, "</script"));
        Assert.DoesNotContain("<!--", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Html_allows_its_own_script_and_styles_and_no_request()
    {
        var page = HtmlReport.Render(Everything);

        var policy = Regex.Match(page, """http-equiv="Content-Security-Policy"\s+content="([^"]*)""").Groups[1].Value;
        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        var script = Regex.Match(page, "<script type=\"module\">(.*?)</script>", RegexOptions.Singleline);
        Assert.Contains($"script-src '{HashOf(script)}'", policy, StringComparison.Ordinal);
        Assert.Contains($"style-src '{HashOf(Regex.Match(page, "<style>(.*?)</style>", RegexOptions.Singleline))}'", policy,
            StringComparison.Ordinal);
        var own = page.Remove(page.IndexOf("id=\"data\"", StringComparison.Ordinal))
            + page[page.LastIndexOf("<script type", StringComparison.Ordinal)..];
        Assert.DoesNotMatch("""(src|href)=|@import|url\(|style="|innerHTML|onclick=""", own);
    }

    private static string HashOf(Match element) =>
        "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(element.Groups[1].Value)));

    private static void AssertIsEverything(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        Assert.Equal(["version", "summary", "traces", "metrics", "logs", "resources", "violations", "cost", "expectations"],
            root.EnumerateObject().Select(static property => property.Name));
        var spans = root.GetProperty("traces").EnumerateArray().SelectMany(static t => t.GetProperty("spans").EnumerateArray()).ToList();
        Assert.Equal(["changed", "changed", "onlyManual", "onlyAutomatic", "same"],
            spans.Select(static span => span.GetProperty("verdict").GetString()));
        Assert.Equal([0, 1, 1, 1, 0], spans.Select(static span => span.GetProperty("depth").GetInt32()));
        Assert.Equal(Hostile, spans[2].GetProperty("name").GetString());
        Assert.Equal(Hostile, spans[2].GetProperty("manual").GetProperty("attributes").GetProperty("key").GetString());
        Assert.Equal(["onlyManual", "changed", "onlyAutomatic"],
            root.GetProperty("metrics").EnumerateArray().Select(static item => Text(item, "verdict")));
        Assert.Equal(Hostile, Text(root.GetProperty("logs")[0], "template"));
        Assert.Equal(1, root.GetProperty("summary").GetProperty("metrics").GetProperty("changed").GetInt32());
        var difference = spans[0].GetProperty("differences")[0];
        Assert.Equal(("attribute", "http.route", "/a", "/b"), (Text(difference, "aspect"), Text(difference, "name"),
            Text(difference, "manual"), Text(difference, "automatic")));
        Assert.Equal(42, root.GetProperty("cost").GetProperty("lines").GetInt32());
        Assert.Equal([false, true],
            root.GetProperty("expectations").EnumerateArray().Select(static e => e.GetProperty("met").GetBoolean()));
        Assert.NotEmpty(root.GetProperty("violations").GetProperty("manual").EnumerateArray());

        static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
    }

    private static string Text(bool isColoured = false)
    {
        using var output = new StringWriter();
        new TextReport(output, isColoured, 100).Write(Everything);
        return output.ToString();
    }

    private static Report Create()
    {
        var (manual, automatic) = (new Spans(), new Spans());
        var root = manual.Root("GET /changed", SpanKind.Server, "shop", ("http.route", "/a"));
        manual.Child(root, "old", attributes: ("http.method", "GET"));
        manual.Child(root, Hostile, attributes: ("key", Hostile));
        manual.Root("GET /same");
        root = automatic.Root("GET /changed", SpanKind.Server, "shop", ("http.route", "/b"));
        automatic.Child(root, "new", attributes: ("http.method", "GET"));
        automatic.Child(root, "added", SpanKind.Internal);
        automatic.Root("GET /same");
        var comparison = Comparison.Of(
            manual.ToRecording() with { Instruments = [Instrument("hits", "1"), Instrument("both", "s")], Logs = [Log(Hostile)] },
            automatic.ToRecording() with
            {
                Instruments = [Instrument("both", "ms", "route"), Instrument(Hostile, "1")],
                Logs = [Log("same")],
            },
            AttributeRules.Usual);
        var cost = new Cost(42, ["OTEL_SERVICE_NAME"], ["OTEL_SERVICE_NAME", "DOTNET_STARTUP_HOOKS"],
            [new ServiceCost("shop", new Usage(300, 100, 80_000_000), new Usage(350, 110, 90_000_000))], 3);
        return new Report(comparison, cost, [.. Expectation.Parse(["2x shop SERVER GET /same", "shop SERVER GET /changed"], "e.txt")
            .Select(e => new ExpectationResult(e, e.CountIn(comparison)))]);
    }

    private static RecordedInstrument Instrument(string name, string unit, params string[] keys) =>
        new("shop", name, "Shop", unit, "counter", "cumulative", "", keys, 1);

    private static RecordedLog Log(string template) => new("shop", "Shop.Orders", template, "info", [], 2, 2);
}
