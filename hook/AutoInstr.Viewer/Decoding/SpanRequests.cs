using AutoInstr.Viewer.Model;
using static AutoInstr.Viewer.Decoding.AttributeEncoder;

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
            var resourceSpans = new Otlp.ResourceSpans { Resource = Resource(resource.Key) };
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
}
