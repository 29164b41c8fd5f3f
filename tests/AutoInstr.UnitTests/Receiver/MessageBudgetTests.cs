using System.Text;
using AutoInstr.Viewer.Decoding;
using AutoInstr.Viewer.Otlp;
using AutoInstr.Viewer.Transport;
using Google.Protobuf;
using Xunit;

namespace AutoInstr.UnitTests.Receiver;

public class MessageBudgetTests
{
    private static readonly SignalEndpoint Traces = SignalEndpoint.All[0];

    // The messages around the spans are two: those of the resource and those of the scope.
    [Theory]
    [InlineData(MessageBudget.Max - 2, true)]
    [InlineData(MessageBudget.Max - 1, false)]
    [InlineData(MessageBudget.Max * 5, false)]
    public void So_many_spans_and_no_more(int spans, bool fits)
    {
        var scopeSpans = Repeat([0x12, 0], spans);
        var request = Delimited(1, Delimited(2, scopeSpans));

        if (fits)
            Assert.Equal(spans, ((ExportTraceServiceRequest)Traces.Parse(request)).ResourceSpans[0].ScopeSpans[0].Spans.Count);
        else
            Assert.Throws<InvalidDataException>(() => Traces.Parse(request));
    }

    [Fact]
    public void Values_count_too()
    {
        var array = Repeat([0x0a, 0], MessageBudget.Max);
        var attribute = Delimited(2, Delimited(5, array));

        Assert.Throws<InvalidDataException>(() => Traces.Parse(Delimited(1, Delimited(1, Delimited(1, attribute)))));
    }

    [Fact]
    public void Bytes_of_text_do_not_count()
    {
        var request = OtlpRequests.Of(OtlpRequests.Span(1, 1, new string('\u0012', 5_000_000)));

        Assert.Equal(request, Traces.Parse(request.ToByteArray()));
    }

    [Fact]
    public void Json_has_the_same_bound()
    {
        var json = new StringBuilder("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[");
        json.Insert(json.Length, "{},", MessageBudget.Max - 1);
        var fitting = Encoding.UTF8.GetBytes(json.ToString()[..^4] + "]}]}]}");
        var larger = Encoding.UTF8.GetBytes(json.ToString().TrimEnd(',') + "]}]}]}");

        Assert.Equal(
            MessageBudget.Max - 2, ((ExportTraceServiceRequest)Traces.ParseJson(fitting)).ResourceSpans[0].ScopeSpans[0].Spans.Count);
        Assert.Throws<InvalidDataException>(() => Traces.ParseJson(larger));
    }

    private static byte[] Repeat(byte[] bytes, int count) => [.. Enumerable.Repeat(bytes, count).SelectMany(b => b)];

    private static byte[] Delimited(int field, byte[] content)
    {
        var bytes = new byte[content.Length + 11];
        var output = new CodedOutputStream(bytes);
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(UnsafeByteOperations.UnsafeWrap(content));
        output.Flush();
        return bytes[..(int)output.Position];
    }
}
