using System.Text;
using AutoInstr.Viewer.Otlp;
using Google.Protobuf;

namespace AutoInstr.UnitTests.Receiver;

/// <summary>Requests as a sender would make them.</summary>
internal static class OtlpRequests
{
    /// <summary>A valid trace id, different for every number.</summary>
    public static ByteString TraceId(int number) =>
        ByteString.FromBase64(Convert.ToBase64String([.. new byte[11], 1, .. BitConverter.GetBytes(number)]));

    /// <summary>A valid span id, different for every number.</summary>
    public static ByteString SpanId(int number) =>
        ByteString.FromBase64(Convert.ToBase64String([.. new byte[3], 1, .. BitConverter.GetBytes(number)]));

    /// <summary>A valid span with nothing but what a span must have.</summary>
    public static Span Span(int trace, int span, string name = "work") =>
        new() { TraceId = TraceId(trace), SpanId = SpanId(span), Name = name };

    /// <summary>A request of one resource and one scope.</summary>
    public static ExportTraceServiceRequest Of(params Span[] spans) => new()
    {
        ResourceSpans =
        {
            new ResourceSpans
            {
                Resource = new Resource { Attributes = { Text("service.name", "shop") } },
                ScopeSpans = { new ScopeSpans { Scope = new InstrumentationScope { Name = "scope", Version = "1.2" }, Spans = { spans } } },
            },
        },
    };

    /// <summary>A request that uses every field and every type of value.</summary>
    public static ExportTraceServiceRequest Everything()
    {
        var nested = new AnyValue { KvlistValue = new KeyValueList { Values = { Text("inner", "x"), Attribute("none", new AnyValue()) } } };
        var request = Of(new Span
        {
            TraceId = TraceId(1),
            SpanId = SpanId(2),
            ParentSpanId = SpanId(1),
            TraceState = "vendor=1",
            Name = "GET /a \"quoted\" \\ ünïcödé \U0001F600",
            Kind = Viewer.Otlp.Span.Types.SpanKind.Server,
            StartTimeUnixNano = 1_700_000_000_000_000_001,
            EndTimeUnixNano = 1_700_000_000_123_456_789,
            Flags = 0x101,
            Status = new Status { Code = Status.Types.StatusCode.Error, Message = "boom" },
            Attributes =
            {
                Text("text", "value"),
                Text("empty", ""),
                Attribute("flag", new AnyValue { BoolValue = false }),
                Attribute("long", new AnyValue { IntValue = long.MinValue }),
                Attribute("double", new AnyValue { DoubleValue = 0.1 }),
                Attribute("infinite", new AnyValue { DoubleValue = double.NegativeInfinity }),
                Attribute("bytes", new AnyValue { BytesValue = ByteString.CopyFrom(0, 255, 254, 62, 63) }),
                Attribute(
                    "array", new AnyValue { ArrayValue = new ArrayValue { Values = { new AnyValue { StringValue = "a" }, nested } } }),
            },
            DroppedAttributesCount = 1,
            Events =
            {
                new Span.Types.Event
                {
                    Name = "exception",
                    TimeUnixNano = 5,
                    Attributes = { Text("exception.message", "m") },
                    DroppedAttributesCount = 9,
                },
            },
            DroppedEventsCount = 2,
            Links =
            {
                new Span.Types.Link
                {
                    TraceId = TraceId(7),
                    SpanId = SpanId(8),
                    TraceState = "s=1",
                    Flags = 1,
                    Attributes = { Text("why", "batch") },
                },
            },
            DroppedLinksCount = 3,
        });
        request.ResourceSpans[0].SchemaUrl = "https://opentelemetry.io/schemas/1.36.0";
        return request;
    }

    /// <summary>An attribute.</summary>
    public static KeyValue Attribute(string key, AnyValue value) => new() { Key = key, Value = value };

    /// <summary>An attribute with text.</summary>
    public static KeyValue Text(string key, string value) => Attribute(key, new AnyValue { StringValue = value });

    /// <summary>A request whose one attribute is an array in an array and so on, in protobuf.</summary>
    public static ExportTraceServiceRequest Nested(int arrays)
    {
        var value = new AnyValue { StringValue = "core" };
        for (var i = 0; i < arrays; i++)
            value = new AnyValue { ArrayValue = new ArrayValue { Values = { value } } };
        var span = Span(1, 1);
        span.Attributes.Add(Attribute("deep", value));
        return Of(span);
    }

    /// <summary>The same in JSON, written by hand so that no writer bounds it.</summary>
    public static byte[] NestedJson(int arrays)
    {
        var json = new StringBuilder();
        json.Append(
            """{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"00000000000000000000000000000001","spanId":"0000000000000001",""");
        json.Append("\"attributes\":[{\"key\":\"deep\",\"value\":");
        json.Insert(json.Length, "{\"arrayValue\":{\"values\":[", arrays);
        json.Append("{\"stringValue\":\"core\"}");
        json.Insert(json.Length, "]}}", arrays);
        return Encoding.UTF8.GetBytes(json.Append("}]}]}]}]}").ToString());
    }
}
