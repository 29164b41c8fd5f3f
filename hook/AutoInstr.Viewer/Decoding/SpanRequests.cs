using AutoInstr.Viewer.Model;
using Google.Protobuf;

namespace AutoInstr.Viewer.Decoding;

/// <summary>Makes a request of spans of the model: the way back of <see cref="SpanDecoder"/>.</summary>
internal static class SpanRequests
{
    /// <summary>Encodes spans, grouped by resource and scope.</summary>
    public static Otlp.ExportTraceServiceRequest Of(IEnumerable<Span> spans)
    {
        var request = new Otlp.ExportTraceServiceRequest();
        IEqualityComparer<AttributeMap> byReference = ReferenceEqualityComparer.Instance;
        foreach (var resource in spans.GroupBy(static span => span.Resource, byReference))
        {
            var resourceSpans = new Otlp.ResourceSpans { Resource = new Otlp.Resource() };
            resourceSpans.Resource.Attributes.AddRange(Attributes(resource.Key));
            foreach (var scope in resource.GroupBy(static span => (span.ScopeName, span.ScopeVersion)))
            {
                var scopeSpans = new Otlp.ScopeSpans
                {
                    Scope = new Otlp.InstrumentationScope { Name = scope.Key.ScopeName, Version = scope.Key.ScopeVersion },
                };
                scopeSpans.Spans.AddRange(scope.Select(Encode));
                resourceSpans.ScopeSpans.Add(scopeSpans);
            }
            request.ResourceSpans.Add(resourceSpans);
        }
        return request;
    }

    private static Otlp.Span Encode(Span span)
    {
        var encoded = new Otlp.Span
        {
            TraceId = Bytes(span.TraceId),
            SpanId = Bytes(span.SpanId),
            ParentSpanId = Bytes(span.ParentSpanId),
            TraceState = span.TraceState,
            Name = span.Name,
            Kind = (Otlp.Span.Types.SpanKind)span.Kind,
            StartTimeUnixNano = span.StartTimeUnixNano,
            EndTimeUnixNano = span.EndTimeUnixNano,
            Status = new Otlp.Status { Code = (Otlp.Status.Types.StatusCode)span.Status, Message = span.StatusMessage },
            DroppedAttributesCount = span.DroppedCount,
        };
        encoded.Attributes.AddRange(Attributes(span.Attributes));
        foreach (var item in span.Events)
        {
            var added = new Otlp.Span.Types.Event { Name = item.Name, TimeUnixNano = item.TimeUnixNano };
            added.Attributes.AddRange(Attributes(item.Attributes));
            encoded.Events.Add(added);
        }
        foreach (var link in span.Links)
        {
            var added = new Otlp.Span.Types.Link { TraceId = Bytes(link.TraceId), SpanId = Bytes(link.SpanId) };
            added.Attributes.AddRange(Attributes(link.Attributes));
            encoded.Links.Add(added);
        }
        return encoded;
    }

    private static ByteString Bytes(string hex) => ByteString.CopyFrom(Convert.FromHexString(hex));

    private static IEnumerable<Otlp.KeyValue> Attributes(AttributeMap attributes) =>
        attributes.Select(static item => new Otlp.KeyValue { Key = item.Key, Value = Value(item.Value) });

    private static Otlp.AnyValue Value(object? value)
    {
        switch (value)
        {
            case string text: return new Otlp.AnyValue { StringValue = text };
            case bool truth: return new Otlp.AnyValue { BoolValue = truth };
            case long number: return new Otlp.AnyValue { IntValue = number };
            case double number: return new Otlp.AnyValue { DoubleValue = number };
            case byte[] bytes: return new Otlp.AnyValue { BytesValue = ByteString.CopyFrom(bytes) };
            case AttributeMap map:
                var list = new Otlp.KeyValueList();
                list.Values.AddRange(Attributes(map));
                return new Otlp.AnyValue { KvlistValue = list };
            case object?[] items:
                var array = new Otlp.ArrayValue();
                array.Values.AddRange(items.Select(Value));
                return new Otlp.AnyValue { ArrayValue = array };
            default: return new Otlp.AnyValue();
        }
    }
}
