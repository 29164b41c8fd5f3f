using AutoInstr.Viewer.Decoding;
using AutoInstr.Viewer.Model;
using Google.Protobuf;
using Xunit;
using Otlp = AutoInstr.Viewer.Otlp;

namespace AutoInstr.UnitTests.Receiver;

public class SpanDecoderTests
{
    [Fact]
    public void Everything_of_a_span_is_taken_over()
    {
        var (spans, rejected) = SpanDecoder.Decode(OtlpRequests.Everything());

        Assert.Equal(0, rejected);
        var span = Assert.Single(spans);
        Assert.Equal("00000000000000000000000101000000", span.TraceId);
        Assert.Equal("0000000102000000", span.SpanId);
        Assert.Equal("0000000101000000", span.ParentSpanId);
        Assert.Equal("vendor=1", span.TraceState);
        Assert.StartsWith("GET /a", span.Name, StringComparison.Ordinal);
        Assert.Equal(SpanKind.Server, span.Kind);
        Assert.Equal(SpanStatus.Error, span.Status);
        Assert.Equal("boom", span.StatusMessage);
        Assert.Equal(TimeSpan.FromTicks(1_234_567), span.Duration);
        Assert.Equal("shop", span.ServiceName);
        Assert.Equal("scope", span.ScopeName);
        Assert.Equal("1.2", span.ScopeVersion);
        Assert.Equal(6u, span.DroppedCount);
        Assert.Equal("m", Assert.Single(span.Events).Attributes["exception.message"]);
        Assert.Equal("batch", Assert.Single(span.Links).Attributes["why"]);
    }

    [Fact]
    public void Every_type_of_value_is_taken_over()
    {
        var attributes = SpanDecoder.Decode(OtlpRequests.Everything()).Spans[0].Attributes;

        Assert.Equal("value", attributes["text"]);
        Assert.Equal("", attributes["empty"]);
        Assert.Equal(false, attributes["flag"]);
        Assert.Equal(long.MinValue, attributes["long"]);
        Assert.Equal(0.1, attributes["double"]);
        Assert.Equal(double.NegativeInfinity, attributes["infinite"]);
        Assert.Equal(new byte[] { 0, 255, 254, 62, 63 }, attributes["bytes"]);
        var array = Assert.IsType<object?[]>(attributes["array"]);
        Assert.Equal("a", array[0]);
        var map = Assert.IsType<AttributeMap>(array[1]);
        Assert.Equal("x", map["inner"]);
        Assert.Null(map["none"]);
    }

    [Theory]
    [InlineData("", "0000000000000001", "")]
    [InlineData("00000000000000000000000000000000", "0000000000000001", "")]
    [InlineData("000000000000000000000000000001", "0000000000000001", "")]
    [InlineData("0000000000000000000000000000000001", "0000000000000001", "")]
    [InlineData("00000000000000000000000000000001", "", "")]
    [InlineData("00000000000000000000000000000001", "0000000000000000", "")]
    [InlineData("00000000000000000000000000000001", "00000000000000000000000000000001", "")]
    [InlineData("00000000000000000000000000000001", "0000000000000001", "01")]
    public void A_span_with_an_invalid_id_is_rejected_and_the_others_are_not(string trace, string span, string parent)
    {
        var bad = new Otlp.Span { TraceId = FromHex(trace), SpanId = FromHex(span), ParentSpanId = FromHex(parent), Name = "bad" };

        var (spans, rejected) = SpanDecoder.Decode(OtlpRequests.Of(OtlpRequests.Span(1, 1), bad, OtlpRequests.Span(1, 2)));

        Assert.Equal(1, rejected);
        Assert.Equal(["work", "work"], spans.Select(s => s.Name));
    }

    [Fact]
    public void A_parent_id_of_zeros_is_no_parent()
    {
        var span = OtlpRequests.Span(1, 1);
        span.ParentSpanId = FromHex("0000000000000000");

        Assert.Equal("", SpanDecoder.Decode(OtlpRequests.Of(span)).Spans[0].ParentSpanId);
    }

    [Fact]
    public void Links_to_nowhere_are_left_out()
    {
        var span = OtlpRequests.Span(1, 1);
        span.Links.Add(new Otlp.Span.Types.Link());
        span.Links.Add(new Otlp.Span.Types.Link { TraceId = OtlpRequests.TraceId(2), SpanId = OtlpRequests.SpanId(3) });

        Assert.Equal("0000000103000000", Assert.Single(SpanDecoder.Decode(OtlpRequests.Of(span)).Spans[0].Links).SpanId);
    }

    [Fact]
    public void Enumerations_of_the_future_are_unspecified()
    {
        var span = OtlpRequests.Span(1, 1);
        span.Kind = (Otlp.Span.Types.SpanKind)99;
        span.Status = new Otlp.Status { Code = (Otlp.Status.Types.StatusCode)(-1) };

        var decoded = SpanDecoder.Decode(OtlpRequests.Of(span)).Spans[0];

        Assert.Equal((SpanKind.Unspecified, SpanStatus.Unset), (decoded.Kind, decoded.Status));
    }

    [Theory]
    [InlineData(0ul, ulong.MaxValue, ulong.MaxValue / 100)]
    [InlineData(10ul, 5ul, 0ul)]
    public void No_pair_of_times_overflows(ulong start, ulong end, ulong ticks)
    {
        var span = OtlpRequests.Span(1, 1);
        (span.StartTimeUnixNano, span.EndTimeUnixNano) = (start, end);

        Assert.Equal((long)ticks, SpanDecoder.Decode(OtlpRequests.Of(span)).Spans[0].Duration.Ticks);
    }

    [Fact]
    public void Empty_parts_do_no_harm()
    {
        var scopeSpans = new Otlp.ScopeSpans { Spans = { OtlpRequests.Span(1, 1) } };
        var request = new Otlp.ExportTraceServiceRequest { ResourceSpans = { new Otlp.ResourceSpans { ScopeSpans = { scopeSpans } } } };

        var span = Assert.Single(SpanDecoder.Decode(request).Spans);

        Assert.Equal(("", "", ""), (span.ServiceName, span.ScopeName, span.ScopeVersion));
    }

    private static ByteString FromHex(string hex) => ByteString.CopyFrom(Convert.FromHexString(hex));
}
