using System.Diagnostics;
using System.Reflection;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Exporters;
using AutoInstr.Agent.Traces;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using Xunit;

namespace AutoInstr.UnitTests.Exporters;

/// <summary>What is sent is, byte for byte, what the SDK itself would send. Canary for the members of the SDK that are used.</summary>
public sealed class OtlpEncodingTests : IDisposable
{
    private readonly ActivitySource _source = new("Test.Encoding", "1.2.3", [new("scope.key", "value")]);
    private readonly ActivityListener _listener;

    public OtlpEncodingTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source == _source,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _source.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_request_is_the_SDKs(bool isGrpc)
    {
        Activity[] spans = [Span(static _ => { }), Span(Fill), Span(static span => span.SetStatus(ActivityStatusCode.Error, "it broke"))];
        var batch = new EncodedBatch();
        using var encoder = new OtlpSpanEncoder(Limits());
        foreach (var span in spans)
            batch.Add(new RecordScope(span.Source, span.Source.Name, span.Source.Version), encoder, encoder.Encode(span));
        var request = new OtlpRequest(ExportSession.Resource, isGrpc);
        var length = request.Write(batch);
        var start = isGrpc ? 5 : 0;
        Assert.Equal(SdkRequest(spans), request.Body[start..length]);
    }

    [Fact]
    public void A_buffer_of_any_size_gives_the_same_bytes()
    {
        var span = Span(Fill);
        var limits = Limits();
        var whole = new byte[100_000];
        var length = OtlpSerializer.WriteSpan(whole, limits, span);
        for (var size = 1; size < length; size++)
            Assert.Equal(-1, OtlpSerializer.WriteSpan(new byte[size], limits, span));
        var exact = new byte[length];
        Assert.Equal(length, OtlpSerializer.WriteSpan(exact, limits, span));
        Assert.Equal(whole[..length], exact);
    }

    [Fact]
    public void A_scope_keeps_its_place_when_a_batch_is_used_again()
    {
        var batch = new EncodedBatch();
        var request = new OtlpRequest(ExportSession.Resource, isGrpc: false);
        using var encoder = new OtlpSpanEncoder(Limits());
        for (var i = 0; i < 3; i++)
        {
            var span = Span(Fill);
            batch.Add(new RecordScope(span.Source, span.Source.Name, span.Source.Version), encoder, encoder.Encode(span));
            var length = request.Write(batch);
            Assert.Equal(SdkRequest([span]), request.Body[..length]);
            batch.Clear();
        }
    }

    private static void Fill(Activity span)
    {
        for (var i = 0; i < 40; i++)
            span.SetTag("key" + i, new string('ü', i));
        span.SetTag("number", 1).SetTag("truth", true).SetTag("ratio", 0.5).SetTag("list", new[] { "a", "b" }).SetTag("bytes",
            new byte[] { 1, 2 });
        span.AddEvent(new ActivityEvent("event", tags: new ActivityTagsCollection { ["x"] = 1 }));
        span.AddLink(new ActivityLink(new ActivityContext(
            ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, "k=v")));
        span.TraceStateString = "a=b";
    }

    private static object Limits() => SdkInternals.Construct(OtlpExport.LimitsType, VariableConfiguration.Empty);

    /// <summary>The body that the SDK's exporter writes for a batch.</summary>
    private static byte[] SdkRequest(Activity[] spans)
    {
        var write = typeof(OtlpTraceExporter).Assembly.GetType(OtlpExport.Implementation + "Serializer.ProtobufOtlpTraceSerializer", true)!
            .GetMethod("WriteTraceData", BindingFlags.Static | BindingFlags.NonPublic)!;
        object?[] arguments =
        [
            new byte[100_000], 0, Limits(), ExportSession.Resource, new Batch<Activity>(spans, spans.Length), int.MaxValue,
        ];
        var length = (int)write.Invoke(null, arguments)!;
        return ((byte[])arguments[0]!)[..length];
    }

    private Activity Span(Action<Activity> change)
    {
        using var span = _source.StartActivity("work", ActivityKind.Client)!;
        change(span);
        return span;
    }
}
