using AutoInstr.Agent.Propagation;
using Xunit;

namespace AutoInstr.UnitTests.Propagation;

/// <summary>What each format reads and writes, by its specification's examples and their deformations.</summary>
public class FormatTests
{
    private const string Sampled = "00-80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-01";
    private const string NotSampled = "00-80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-00";
    private const string Short = "00-000000000000000064fe8b2a57d3eff7-e457b5a2e4d86bd1-01";

    [Theory]
    [InlineData("80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-1-05e3ac9a4f6e3b90", Sampled)]
    [InlineData("80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-1", Sampled)]
    [InlineData("80F198EE56343BA864FE8B2A57D3EFF7-E457B5A2E4D86BD1-1", Sampled)]
    [InlineData("80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-d", Sampled)]
    [InlineData("80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-0", NotSampled)]
    [InlineData("80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1", NotSampled)]
    [InlineData(" 64fe8b2a57d3eff7-e457b5a2e4d86bd1-1 ", Short)]
    [InlineData("0", null)]
    [InlineData("", null)]
    [InlineData("-", null)]
    [InlineData("---", null)]
    [InlineData("80f198ee56343ba864fe8b2a57d3eff7", null)]
    [InlineData("80f198ee56343ba864fe8b2a57d3eff7-", null)]
    [InlineData("80f198ee56343ba864fe8b2a57d3eff-e457b5a2e4d86bd1-1", null)]
    [InlineData("80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd-1", null)]
    [InlineData("00000000000000000000000000000000-e457b5a2e4d86bd1-1", null)]
    [InlineData("80f198ee56343ba864fe8b2a57d3eff7-0000000000000000-1", null)]
    [InlineData("80f198ee56343ba864fe8b2a57d3efg7-e457b5a2e4d86bd1-1", null)]
    [InlineData("80f198ee56343ba864fe8b2a57d3eff\u0661-e457b5a2e4d86bd1-1", null)]
    public void B3_single_header(string header, string? expected) =>
        Assert.Equal(expected, new Headers { ["b3"] = header }.ExtractFrom(Of("b3")));

    [Theory]
    [InlineData("1", null, Sampled)]
    [InlineData("true", null, Sampled)]
    [InlineData("0", null, NotSampled)]
    [InlineData(null, null, NotSampled)]
    [InlineData(null, "1", Sampled)]
    [InlineData("0", "1", Sampled)]
    [InlineData("yes", "2", NotSampled)]
    public void B3_multiple_headers(string? sampled, string? flags, string expected)
    {
        var headers = new Headers { ["X-B3-TraceId"] = "80f198ee56343ba864fe8b2a57d3eff7", ["x-b3-spanid"] = "e457b5a2e4d86bd1" };
        if (sampled is not null)
            headers["X-B3-Sampled"] = sampled;
        if (flags is not null)
            headers["X-B3-Flags"] = flags;
        Assert.Equal(expected, headers.ExtractFrom(Of("b3multi")));
    }

    [Fact]
    public void B3_reads_either_encoding_and_prefers_the_single_header()
    {
        var headers = new Headers { ["X-B3-TraceId"] = "64fe8b2a57d3eff7", ["X-B3-SpanId"] = "e457b5a2e4d86bd1", ["X-B3-Sampled"] = "1" };
        Assert.Equal(Short, headers.ExtractFrom(Of("b3")));
        headers["b3"] = "malformed";
        Assert.Equal(Short, headers.ExtractFrom(Of("b3multi")));
        headers["b3"] = "80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-1";
        Assert.Equal(Sampled, headers.ExtractFrom(Of("b3multi")));
    }

    [Theory]
    [InlineData("80f198ee56343ba864fe8b2a57d3eff7:e457b5a2e4d86bd1:0:1", Sampled)]
    [InlineData("80f198ee56343ba864fe8b2a57d3eff7%3Ae457b5a2e4d86bd1%3A0%3a1", Sampled)]
    [InlineData("80f198ee56343ba864fe8b2a57d3eff7:e457b5a2e4d86bd1:0:3", Sampled)]
    [InlineData("80f198ee56343ba864fe8b2a57d3eff7:e457b5a2e4d86bd1:0:2", Sampled)]
    [InlineData("80f198ee56343ba864fe8b2a57d3eff7:e457b5a2e4d86bd1::00", NotSampled)]
    [InlineData("80f198ee56343ba864fe8b2a57d3eff7:e457b5a2e4d86bd1:05e3ac9a4f6e3b90:8", NotSampled)]
    [InlineData("64fe8b2a57d3eff7:e457b5a2e4d86bd1:0:1", Short)]
    [InlineData("abc:7:0:1", "00-00000000000000000000000000000abc-0000000000000007-01")]
    [InlineData("0:e457b5a2e4d86bd1:0:1", null)]
    [InlineData("64fe8b2a57d3eff7:0:0:1", null)]
    [InlineData("64fe8b2a57d3eff7:e457b5a2e4d86bd1:0:", null)]
    [InlineData("64fe8b2a57d3eff7:e457b5a2e4d86bd1:0:100", null)]
    [InlineData("64fe8b2a57d3eff7:e457b5a2e4d86bd1:0:-1", null)]
    [InlineData("64fe8b2a57d3eff7:e457b5a2e4d86bd1:0", null)]
    [InlineData("64fe8b2a57d3eff7:e457b5a2e4d86bd1:0:1:1", null)]
    [InlineData("180f198ee56343ba864fe8b2a57d3eff7:e457b5a2e4d86bd1:0:1", null)]
    [InlineData("%:%:%:%", null)]
    public void Jaeger(string header, string? expected) =>
        Assert.Equal(expected, new Headers { ["uber-trace-id"] = header }.ExtractFrom(Of("jaeger")));

    [Theory]
    [InlineData("Root=1-80f198ee-56343ba864fe8b2a57d3eff7;Parent=e457b5a2e4d86bd1;Sampled=1", Sampled)]
    [InlineData("Sampled=1; Parent=e457b5a2e4d86bd1 ;Root=1-80f198ee-56343ba864fe8b2a57d3eff7", Sampled)]
    [InlineData("Self=1-5;Root=1-80f198ee-56343ba864fe8b2a57d3eff7;Parent=e457b5a2e4d86bd1;Sampled=1;Lineage=a:1", Sampled)]
    [InlineData("Root=1-80f198ee-56343ba864fe8b2a57d3eff7;Parent=e457b5a2e4d86bd1;Sampled=0", NotSampled)]
    [InlineData("Root=1-80f198ee-56343ba864fe8b2a57d3eff7;Parent=e457b5a2e4d86bd1;Sampled=?", NotSampled)]
    [InlineData("Root=1-80f198ee-56343ba864fe8b2a57d3eff7;Parent=e457b5a2e4d86bd1", NotSampled)]
    [InlineData("Root=1-80f198ee-56343ba864fe8b2a57d3eff7", null)]
    [InlineData("Root=2-80f198ee-56343ba864fe8b2a57d3eff7;Parent=e457b5a2e4d86bd1;Sampled=1", null)]
    [InlineData("Root=1-80f198ee056343ba864fe8b2a57d3eff7;Parent=e457b5a2e4d86bd1;Sampled=1", null)]
    [InlineData("Root=1-00000000-000000000000000000000000;Parent=e457b5a2e4d86bd1;Sampled=1", null)]
    [InlineData("Root=1-80f198ee-56343ba864fe8b2a57d3eff7;Parent=0000000000000000;Sampled=1", null)]
    [InlineData("Root=1-80f198ee-56343ba864fe8b2a57d3eff;Parent=e457b5a2e4d86bd1;Sampled=1", null)]
    [InlineData(";;=;=;", null)]
    public void XRay(string header, string? expected) =>
        Assert.Equal(expected, new Headers { ["x-amzn-trace-id"] = header }.ExtractFrom(Of("xray")));

    [Theory]
    [InlineData("64fe8b2a57d3eff7", "e457b5a2e4d86bd1", "true", Short)]
    [InlineData("64fe8b2a57d3eff7", "e457b5a2e4d86bd1", "TRUE", Short)]
    [InlineData("80f198ee56343ba864fe8b2a57d3eff7", "e457b5a2e4d86bd1", "1", Sampled)]
    [InlineData("80f198ee56343ba864fe8b2a57d3eff7", "e457b5a2e4d86bd1", "false", NotSampled)]
    [InlineData("80f198ee56343ba864fe8b2a57d3eff7", "e457b5a2e4d86bd1", "", NotSampled)]
    [InlineData("80f198ee56343ba864fe8b2a57d3eff7", "", "true", null)]
    [InlineData("0", "e457b5a2e4d86bd1", "true", null)]
    [InlineData("x", "e457b5a2e4d86bd1", "true", null)]
    public void OtTrace(string traceId, string spanId, string sampled, string? expected) =>
        Assert.Equal(
            expected,
            new Headers
            {
                ["ot-tracer-traceid"] = traceId,
                ["ot-tracer-spanid"] = spanId,
                ["ot-tracer-sampled"] = sampled,
            }.ExtractFrom(Of("ottrace")));

    [Theory]
    [InlineData("b3", true, "b3: {0}-{1}-1")]
    [InlineData("b3", false, "b3: {0}-{1}-0")]
    [InlineData("b3multi", true, "X-B3-Sampled: 1|X-B3-SpanId: {1}|X-B3-TraceId: {0}")]
    [InlineData("b3multi", false, "X-B3-Sampled: 0|X-B3-SpanId: {1}|X-B3-TraceId: {0}")]
    [InlineData("jaeger", true, "uber-trace-id: {0}:{1}:0:1")]
    [InlineData("jaeger", false, "uber-trace-id: {0}:{1}:0:0")]
    [InlineData("xray", true, "X-Amzn-Trace-Id: Root=1-4bf92f35-77b34da6a3ce929d0e0e4736;Parent={1};Sampled=1")]
    [InlineData("xray", false, "X-Amzn-Trace-Id: Root=1-4bf92f35-77b34da6a3ce929d0e0e4736;Parent={1};Sampled=0")]
    [InlineData("ottrace", true, "ot-tracer-sampled: true|ot-tracer-spanid: {1}|ot-tracer-traceid: a3ce929d0e0e4736")]
    [InlineData("ottrace", false, "ot-tracer-sampled: false|ot-tracer-spanid: {1}|ot-tracer-traceid: a3ce929d0e0e4736")]
    [InlineData("tracecontext", true, "traceparent: 00-{0}-{1}-01")]
    [InlineData("tracecontext", false, "traceparent: 00-{0}-{1}-00")]
    [InlineData("baggage", true, "")]
    [InlineData("none", true, "")]
    public void Writes(string name, bool sampled, string expected)
    {
        var activity = Headers.NewActivity(sampled);
        var written = Headers.InjectedBy(Of(name), activity).OrderBy(header => header.Key, StringComparer.Ordinal)
            .Select(header => $"{header.Key}: {header.Value}");
        Assert.Equal(string.Format(null, expected, activity.TraceId, activity.SpanId), string.Join('|', written));
    }

    [Theory]
    [InlineData("tracecontext")]
    [InlineData("b3")]
    [InlineData("b3multi")]
    [InlineData("jaeger")]
    [InlineData("xray")]
    public void Reads_what_it_wrote(string name)
    {
        foreach (var sampled in (bool[])[true, false])
        {
            var activity = Headers.NewActivity(sampled);
            Assert.Equal(activity.Id, Headers.InjectedBy(Of(name), activity).ExtractFrom(Of(name)));
        }
    }

    private static CompositePropagator Of(params string[] names) => (CompositePropagator)ContextPropagation.Create(names);
}
