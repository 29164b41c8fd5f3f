using AutoInstr.Viewer.Model;
using static AutoInstr.Viewer.Decoding.AttributeDecoder;

namespace AutoInstr.Viewer.Decoding;

/// <summary>Makes the model's log records of those of a request.</summary>
internal static class LogDecoder
{
    /// <summary>Decodes the records of one request, in their order. Every record is valid; an id that is none is left out.</summary>
    public static List<LogRecord> Decode(Otlp.ExportLogsServiceRequest request)
    {
        var records = new List<LogRecord>();
        foreach (var resourceLogs in request.ResourceLogs)
        {
            var resource = Attributes(resourceLogs.Resource?.Attributes);
            var resourceSize = resourceLogs.Resource?.CalculateSize() ?? 0;
            foreach (var scopeLogs in resourceLogs.ScopeLogs)
            {
                var size = resourceSize + (scopeLogs.Scope?.CalculateSize() ?? 0);
                foreach (var record in scopeLogs.LogRecords)
                    records.Add(Decode(record, resource, scopeLogs.Scope, size));
            }
        }
        return records;
    }

    private static LogRecord Decode(Otlp.LogRecord record, AttributeMap resource, Otlp.InstrumentationScope? scope, int sharedSize) => new()
    {
        TimeUnixNano = record.TimeUnixNano,
        ObservedTimeUnixNano = record.ObservedTimeUnixNano,
        SeverityNumber = record.SeverityNumber,
        SeverityText = record.SeverityText,
        Body = Value(record.Body),
        EventName = record.EventName,
        Attributes = Attributes(record.Attributes),
        TraceId = HexOrEmpty(record.TraceId, TraceIdBytes),
        SpanId = HexOrEmpty(record.SpanId, SpanIdBytes),
        Flags = record.Flags,
        Resource = resource,
        ScopeName = scope?.Name ?? "",
        ScopeVersion = scope?.Version ?? "",
        DroppedCount = record.DroppedAttributesCount,
        WireSize = record.CalculateSize() + sharedSize,
    };
}
