using AutoInstr.Compare;
using AutoInstr.Compare.Expectations;
using AutoInstr.Compare.Recordings;
using AutoInstr.Compare.Running;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.UnitTests.Compare;

/// <summary>What the command is given: arguments, traffic, plans, expectations, recordings.</summary>
public sealed class InputTests
{
    [Theory]
    [InlineData("", "either --run or both --manual and --automatic are needed")]
    [InlineData("--manual a", "either --run or both --manual and --automatic are needed")]
    [InlineData("--run a --manual b", "--run and recordings (--manual, --automatic) exclude each other")]
    [InlineData("--manual a --automatic", "--automatic needs a value")]
    [InlineData("--manual a --automatic=", "--automatic needs a value")]
    [InlineData("--run a --runs 0", "--runs '0' is no number from 1 to 100")]
    [InlineData("--run a --format xml", "--format 'xml' is none of text, json, markdown")]
    [InlineData("--run a --color", "unknown option '--color'")]
    [InlineData("--run a --strict=yes", "--strict takes no value")]
    [InlineData("--manual a --automatic b --keep-recordings c", "--keep-recordings needs --run")]
    public void Wrong_arguments(string arguments, string message) => Assert.Equal(message,
        Assert.Throws<FormatException>(() => CompareOptions.Parse(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries))).Message);

    [Fact]
    public void Arguments()
    {
        var options = CompareOptions.Parse(["--manual=a=b", "--automatic", "c", "--ignore", "x", "--ignore=y.*", "--strict"]);
        Assert.Equal(("a=b", "c", true), (options.Manual, options.Automatic, options.IsStrict));
        Assert.Equal(["x", "y.*"], options.Ignored);
    }

    [Fact]
    public void Traffic()
    {
        var requests = TrafficFile.Parse(
            """
            # a comment
            ### First
            POST http://a/b?c=d HTTP/1.1
            Content-Type: text/plain
            // another comment
            X-Url: http://x:1/

            a body

            # of several lines
            ### Second
            GET http://a/
            ###

            DELETE http://a/1
            """.Split('\n'), "t.http");

        Assert.Equal([("POST", "http://a/b?c=d"), ("GET", "http://a/"), ("DELETE", "http://a/1")],
            requests.Select(static r => (r.Method, r.Url)));
        Assert.Equal("a body\n\n# of several lines", requests[0].Body);
        Assert.Equal([("Content-Type", "text/plain"), ("X-Url", "http://x:1/")], requests[0].Headers.Select(static h => (h.Key, h.Value)));
        Assert.Null(requests[1].Body);
    }

    [Theory]
    [InlineData("get http://a/", "t.http, line 1: 'get http://a/' is not METHOD URL")]
    [InlineData("GET http://a/\n{}", "t.http, line 2: '{}' is not NAME: VALUE; an empty line goes before a body")]
    [InlineData("# nothing", "there is no request in t.http")]
    public void Traffic_that_is_none(string text, string message) => Assert.Equal(message,
        Assert.Throws<ComparisonException>(() => TrafficFile.Parse(text.Split('\n'), "t.http")).Message);

    [Fact]
    public void Variables()
    {
        var variables = new PlanVariables { Data = "/tmp/x" };
        var ports = variables.Expand("${port:a} ${port:b} ${port:a} ${data}").Split(' ');
        Assert.Equal((ports[0], "/tmp/x"), (ports[2], ports[3]));
        Assert.NotEqual(ports[0], ports[1]);
        Assert.InRange(int.Parse(ports[0], provider: null), 1024, 65535);
        Assert.Equal("${host} is not known; there are ${port:NAME} and ${data}",
            Assert.Throws<ComparisonException>(() => variables.Expand("http://${host}/")).Message);
    }

    [Theory]
    [InlineData("", "--run {0}:")]
    [InlineData("""{"traffic":"t"}""", "services")]
    [InlineData("""{"traffic":"t","services":[]}""", "at least one service is needed")]
    [InlineData("""{"traffic":"t","services":[],"servces":[]}""", "servces")]
    public void Plans_that_are_none(string json, string message)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, json);
        Assert.Contains(message.Replace("{0}", file, StringComparison.Ordinal),
            Assert.Throws<ComparisonException>(() => RunPlan.Read(file)).Message, StringComparison.Ordinal);
        File.Delete(file);
    }

    [Theory]
    [InlineData("shop SERVER GET /orders", 2)]
    [InlineData("shop server GET /orders", 2)]
    [InlineData("* * *", 4)]
    [InlineData("sh*p SERVER GET*ders", 2)]
    [InlineData("shop SERVER GET /orders/*", 0)]
    [InlineData("shop CLIENT GET /orders", 0)]
    [InlineData("shop CLIENT old", 0)]
    [InlineData("shop CLIENT *ELECT", 1)]
    [InlineData("shop CLIENT SELECT*SELECT", 0)]
    public void Expectations(string line, int found)
    {
        var (manual, automatic) = Spans.Both(static spans =>
        {
            spans.Child(spans.Root("GET /orders"), "SELECT");
            spans.Child(spans.Root("GET /orders"), "old");
        });
        automatic.Change(automatic.All[3], static span => span with { Name = "new" });
        automatic.Root("only automatic", SpanKind.Internal);
        var expected = Assert.Single(Expectation.Parse(["# comment", "", line], "e.txt"));

        Assert.Equal(found, expected.CountIn(manual.CompareWith(automatic)));
    }

    [Fact]
    public void Counted_expectations()
    {
        var expectation = Assert.Single(Expectation.Parse(["3x shop SERVER a b"], "e.txt"));
        Assert.Equal((3, "a b"), (expectation.Count, expectation.Name));
        Assert.False(new ExpectationResult(expectation, 2).IsMet);
        Assert.True(new ExpectationResult(expectation, 3).IsMet);
    }

    [Theory]
    [InlineData("shop SERVER")]
    [InlineData("shop SERVR GET /")]
    [InlineData("0x shop SERVER GET /")]
    public void Expectations_that_are_none(string line) => Assert.StartsWith($"e.txt, line 1: '{line}' is not [COUNTx] SERVICE KIND NAME",
        Assert.Throws<ComparisonException>(() => Expectation.Parse([line], "e.txt")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{}", "has no span")]
    [InlineData("{}\n\n{", ", line 3: no OTLP JSON request")]
    [InlineData("""{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"00","spanId":"1","name":"x"}]}]}]}""", "has no span")]
    public void Recordings_that_are_none(string text, string message)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, text);
        Assert.Contains(message, Assert.Throws<ComparisonException>(() => RecordingFile.Read(file)).Message, StringComparison.Ordinal);
        File.Delete(file);
    }

    [Fact]
    public void A_recording_of_all_that_otlp_json_has()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, """
            {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},"scopeSpans":[{"spans":[
            """.Trim().ReplaceLineEndings("") +
            """{"traceId":"0000000000000000000000000000000a","spanId":"000000000000000b","name":"GET /",""" +
            """ "kind":2,"startTimeUnixNano":"5"}]}]}]}""" +
            "\n{\"resourceMetrics\":[]}\n");
        var node = Assert.Single(RecordingFile.Read(file).Nodes);
        Assert.Equal(("shop", SpanKind.Server, "GET /"), (node.Name.Service, node.Name.Kind, node.Name.Name));
        File.Delete(file);
    }
}
