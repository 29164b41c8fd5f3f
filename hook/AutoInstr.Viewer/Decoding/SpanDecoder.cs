using AutoInstr.Viewer.Model;
using static AutoInstr.Viewer.Decoding.AttributeDecoder;

namespace AutoInstr.Viewer.Decoding;

/// <summary>Makes the model's spans of those of a request, and leaves out the invalid ones.</summary>
internal static class SpanDecoder
{
    /// <summary>Decodes the spans of one request.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The valid spans in their order, and how many others there were: those whose trace or span id is not of the right length
    /// or all zeros, or whose parent id is neither empty nor of the right length.</returns>
    public static (List<Span> Spans, int Rejected) Decode(Otlp.ExportTraceServiceRequest request)
    {
        var spans = new List<Span>();
        var rejected = 0;
        foreach (var resourceSpans in request.ResourceSpans)
        {
            var resource = Attributes(resourceSpans.Resource?.Attributes);
            var resourceSize = resourceSpans.Resource?.CalculateSize() ?? 0;
            foreach (var scopeSpans in resourceSpans.ScopeSpans)
            {
                var size = resourceSize + (scopeSpans.Scope?.CalculateSize() ?? 0);
                foreach (var span in scopeSpans.Spans)
                {
                    if (IsValid(span))
                        spans.Add(Decode(span, resource, scopeSpans.Scope, size));
                    else
                        rejected++;
                }
            }
        }
        return (spans, rejected);
    }

    private static bool IsValid(Otlp.Span span) =>
        IsId(span.TraceId, TraceIdBytes) && IsId(span.SpanId, SpanIdBytes) && span.ParentSpanId.Length is 0 or SpanIdBytes;

    private static Span Decode(Otlp.Span span, AttributeMap resource, Otlp.InstrumentationScope? scope, int sharedSize) => new()
    {
        TraceId = Hex(span.TraceId),
        SpanId = Hex(span.SpanId),
        ParentSpanId = HexOrEmpty(span.ParentSpanId, SpanIdBytes),
        TraceState = span.TraceState,
        Name = span.Name,
        Kind = Enum.IsDefined((SpanKind)span.Kind) ? (SpanKind)span.Kind : SpanKind.Unspecified,
        StartTimeUnixNano = span.StartTimeUnixNano,
        EndTimeUnixNano = span.EndTimeUnixNano,
        Status = span.Status is { } status && Enum.IsDefined((SpanStatus)status.Code) ? (SpanStatus)status.Code : SpanStatus.Unset,
        StatusMessage = span.Status?.Message ?? "",
        Attributes = Attributes(span.Attributes),
        Events = [.. span.Events.Select(static e => new SpanEvent(e.Name, e.TimeUnixNano, Attributes(e.Attributes)))],
        Links = [.. span.Links.Where(IsValid).Select(static l => new SpanLink(Hex(l.TraceId), Hex(l.SpanId), Attributes(l.Attributes)))],
        Resource = resource,
        ScopeName = scope?.Name ?? "",
        ScopeVersion = scope?.Version ?? "",
        DroppedCount = unchecked(span.DroppedAttributesCount + span.DroppedEventsCount + span.DroppedLinksCount),
        WireSize = span.CalculateSize() + sharedSize,
    };

    private static bool IsValid(Otlp.Span.Types.Link link) => IsId(link.TraceId, TraceIdBytes) && IsId(link.SpanId, SpanIdBytes);
}
