using System.Buffers;
using System.Text;
using System.Text.Json;
using AutoInstr.Viewer.Decoding;
using AutoInstr.Viewer.Otlp;
using Xunit;

namespace AutoInstr.UnitTests.Receiver;

public class OtlpJsonTests
{
    [Fact]
    public void What_is_written_is_read_again()
    {
        var request = OtlpRequests.Everything();

        Assert.Equal(request, Read(Write(request)));
    }

    [Fact]
    public void It_is_written_as_the_specification_wants_it()
    {
        using var json = JsonDocument.Parse(Write(OtlpRequests.Everything()));
        var span = json.RootElement.GetProperty("resourceSpans")[0].GetProperty("scopeSpans")[0].GetProperty("spans")[0];

        Assert.Equal("00000000000000000000000101000000", span.GetProperty("traceId").GetString());
        Assert.Equal("1700000000000000001", span.GetProperty("startTimeUnixNano").GetString());
        Assert.Equal(2, span.GetProperty("kind").GetInt32());
        Assert.Equal(257, span.GetProperty("flags").GetInt32());
        Assert.Equal(2, span.GetProperty("status").GetProperty("code").GetInt32());
        Assert.Equal("00000000000000000000000107000000", span.GetProperty("links")[0].GetProperty("traceId").GetString());
        var values = span.GetProperty("attributes").EnumerateArray()
            .ToDictionary(a => a.GetProperty("key").GetString()!, a => a.GetProperty("value").GetRawText());
        Assert.Equal("""{"stringValue":""}""", values["empty"]);
        Assert.Equal("""{"boolValue":false}""", values["flag"]);
        Assert.Equal("""{"intValue":"-9223372036854775808"}""", values["long"]);
        Assert.Equal("""{"doubleValue":"-Infinity"}""", values["infinite"]);
        Assert.Equal("""{"bytesValue":"AP/+Pj8="}""", values["bytes"]);
    }

    [Fact]
    public void It_is_one_line() =>
        Assert.DoesNotContain("\n", Write(OtlpRequests.Of(OtlpRequests.Span(1, 1, "two\nlines"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"intValue":"-9"}""", -9L)]
    [InlineData("""{"intValue":-9}""", -9L)]
    [InlineData("""{"doubleValue":1e3}""", 1000.0)]
    [InlineData("""{"doubleValue":"1.5"}""", 1.5)]
    [InlineData("""{"doubleValue":"NaN"}""", double.NaN)]
    [InlineData("""{"boolValue":true,"zork":{"a":[1,{}]}}""", true)]
    [InlineData("""{"stringValue":null}""", null)]
    [InlineData("""{"string_value":"original names are not valid"}""", null)]
    public void Values_are_read_in_every_form(string json, object? expected)
    {
        var request = Read(Spans(Good($$"""
            "attributes":[{"key":"k","value":{{json}}}]
            """)));

        Assert.Equal(expected, SpanDecoder.Decode(request).Spans[0].Attributes["k"]);
    }

    [Theory]
    [InlineData("-_8=")]
    [InlineData("-_8")]
    [InlineData("+/8=")]
    [InlineData("+/8")]
    public void Bytes_are_read_in_either_alphabet(string base64)
    {
        const string Json = """{"resourceSpans":[{"resource":{"attributes":[{"key":"k","value":{"bytesValue":"BASE64"}}]}}]}""";
        var request = Read(Json.Replace("BASE64", base64, StringComparison.Ordinal));

        Assert.Equal("FBFF", Convert.ToHexString(request.ResourceSpans[0].Resource.Attributes[0].Value.BytesValue.Span));
    }

    [Fact]
    public void Ids_are_read_in_either_case_and_times_as_number_or_text()
    {
        var request = Read("""
            {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"5B8EFFF798038103D269B633813FC60C","spanId":"eee19B7ec3c1b174",
            "startTimeUnixNano":18446744073709551615,"endTimeUnixNano":"18446744073709551615","droppedLinksCount":"3","flags":1}]}]}]}
            """);

        var span = request.ResourceSpans[0].ScopeSpans[0].Spans[0];
        Assert.Equal("5b8efff798038103d269b633813fc60c", SpanDecoder.Decode(request).Spans[0].TraceId);
        Assert.Equal(
            (ulong.MaxValue, ulong.MaxValue, 3u, 1u), (span.StartTimeUnixNano, span.EndTimeUnixNano, span.DroppedLinksCount, span.Flags));
    }

    [Theory]
    [InlineData("zz")]
    [InlineData("123")]
    [InlineData("W47/95gDgQPSabYzgT/GDA==")]
    public void An_id_that_is_not_hexadecimal_rejects_its_span_only(string id)
    {
        var request = Read(Spans($$"""{"traceId":"{{id}}","spanId":"0000000000000001"},""" + Good("\"name\":\"good\"")));

        var (spans, rejected) = SpanDecoder.Decode(request);

        Assert.Equal(1, rejected);
        Assert.Equal("good", Assert.Single(spans).Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("""{"resourceSpans":{}}""")]
    [InlineData("""{"resourceSpans":[1]}""")]
    [InlineData("""{"resourceSpans":[null]}""")]
    [InlineData("""{"resourceSpans":[{"schemaUrl":1}]}""")]
    [InlineData("""{"resourceSpans":[{"schemaUrl":"\ud800"}]}""")]
    [InlineData("""{"resourceSpans":[{"scopeSpans":[{"spans":[{"kind":"SPAN_KIND_SERVER"}]}]}]}""")]
    [InlineData("""{"resourceSpans":[{"scopeSpans":[{"spans":[{"kind":1.5}]}]}]}""")]
    [InlineData("""{"resourceSpans":[{"scopeSpans":[{"spans":[{"startTimeUnixNano":-1}]}]}]}""")]
    [InlineData("""{"resourceSpans":[{"scopeSpans":[{"spans":[{"startTimeUnixNano":"99999999999999999999"}]}]}]}""")]
    [InlineData("""{"resourceSpans":[{"resource":{"attributes":[{"value":{"bytesValue":"%"}}]}}]}""")]
    [InlineData("""{"resourceSpans":[{"resource":{"attributes":[{"value":{"boolValue":"true"}}]}}]}""")]
    public void What_is_not_an_OTLP_request_is_refused(string json) => Assert.Throws<FormatException>(() => Read(json));

    [Fact]
    public void Text_that_is_not_UTF8_is_refused()
    {
        byte[] json = [.. "{\"resourceSpans\":[{\"schemaUrl\":\""u8, 0xff, 0xfe, .. "\"}]}"u8];

        Assert.Throws<FormatException>(() => OtlpJsonReader.Read(json, new ExportTraceServiceRequest()));
    }

    [Fact]
    public void A_byte_order_mark_is_skipped() => OtlpJsonReader.Read([0xef, 0xbb, 0xbf, .. "{}"u8], new ExportTraceServiceRequest());

    [Fact]
    public void Nesting_is_read_down_to_a_bound_and_refused_below()
    {
        var fine = new ExportTraceServiceRequest();
        OtlpJsonReader.Read(OtlpRequests.NestedJson(45), fine);
        Assert.Single(SpanDecoder.Decode(fine).Spans);
        Assert.Throws<FormatException>(() => OtlpJsonReader.Read(OtlpRequests.NestedJson(1000), new ExportTraceServiceRequest()));
        Assert.Throws<FormatException>(() => OtlpJsonReader.Read(OtlpRequests.NestedJson(100_000), new ExportTraceServiceRequest()));
    }

    private static string Spans(string spans) => "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[" + spans + "]}]}]}";

    private static string Good(string rest) => $$"""{"traceId":"00000000000000000000000000000001","spanId":"0000000000000001",{{rest}}}""";

    private static ExportTraceServiceRequest Read(string json)
    {
        var request = new ExportTraceServiceRequest();
        OtlpJsonReader.Read(Encoding.UTF8.GetBytes(json), request);
        return request;
    }

    private static string Write(ExportTraceServiceRequest request)
    {
        var output = new ArrayBufferWriter<byte>();
        OtlpJsonWriter.Write(output, request);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
