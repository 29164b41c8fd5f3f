using AutoInstr.Viewer.Model;
using static AutoInstr.Viewer.Decoding.AttributeEncoder;

namespace AutoInstr.Viewer.Decoding;

/// <summary>Makes a request of log records of the model: the way back of <see cref="LogDecoder"/>.</summary>
internal static class LogRequests
{
    /// <summary>Encodes records, grouped by resource and scope.</summary>
    public static Otlp.ExportLogsServiceRequest Of(IEnumerable<LogRecord> records)
    {
        var request = new Otlp.ExportLogsServiceRequest();
        IEqualityComparer<AttributeMap> byReference = ReferenceEqualityComparer.Instance;
        foreach (var resource in records.GroupBy(static record => record.Resource, byReference))
        {
            var resourceLogs = new Otlp.ResourceLogs { Resource = Resource(resource.Key) };
            foreach (var scope in resource.GroupBy(static record => (record.ScopeName, record.ScopeVersion)))
            {
                var scopeLogs = new Otlp.ScopeLogs
                {
                    Scope = new Otlp.InstrumentationScope { Name = scope.Key.ScopeName, Version = scope.Key.ScopeVersion },
                };
                scopeLogs.LogRecords.AddRange(scope.Select(Encode));
                resourceLogs.ScopeLogs.Add(scopeLogs);
            }
            request.ResourceLogs.Add(resourceLogs);
        }
        return request;
    }

    private static Otlp.LogRecord Encode(LogRecord record)
    {
        var encoded = new Otlp.LogRecord
        {
            TimeUnixNano = record.TimeUnixNano,
            ObservedTimeUnixNano = record.ObservedTimeUnixNano,
            SeverityNumber = record.SeverityNumber,
            SeverityText = record.SeverityText,
            Body = record.Body is null ? null : Value(record.Body),
            EventName = record.EventName,
            TraceId = Bytes(record.TraceId),
            SpanId = Bytes(record.SpanId),
            Flags = record.Flags,
            DroppedAttributesCount = record.DroppedCount,
        };
        encoded.Attributes.AddRange(Attributes(record.Attributes));
        return encoded;
    }
}
