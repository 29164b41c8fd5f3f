using System.Text.Json;
using AutoInstr.Viewer.Model;

namespace AutoInstr.Viewer.Web;

/// <summary>What the page is told, as JSON. Times are nanoseconds from the beginning of the trace: a number of JavaScript's holds those
/// exactly.</summary>
internal static class JsonAnswers
{
    internal const double NanosecondsInMillisecond = 1e6;

    private static readonly JsonSerializerOptions WebNames = new(JsonSerializerDefaults.Web);

    /// <summary>A page of the list.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="store">What was received.</param>
    /// <param name="all">How many traces there are.</param>
    /// <param name="matching">Those that are wanted; the longest of them is told, for all rows share one scale.</param>
    /// <param name="offset">How many of them come before the page.</param>
    /// <param name="limit">How many it has.</param>
    public static void Write(
        Utf8JsonWriter json, TelemetryStore store, int all, IReadOnlyList<TraceRow> matching, int offset, int limit)
    {
        json.WriteStartObject();
        json.WriteNumber("traces", all);
        json.WriteNumber("matching", matching.Count);
        json.WriteNumber("longest", matching.Count == 0 ? 0 : matching.Max(static row => row.DurationNano));
        WriteCounts(json, store);
        json.WriteStartArray("services");
        foreach (var service in store.Traces.Counts.SpansByService.Keys.Order(StringComparer.Ordinal))
            json.WriteStringValue(service);
        json.WriteEndArray();
        json.WriteNumber("offset", offset);
        json.WriteStartArray("rows");
        foreach (var row in matching.Skip(offset).Take(limit))
            Write(json, row);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>How much was received, and how much of it has left the memory.</summary>
    public static void WriteCounts(Utf8JsonWriter json, TelemetryStore store)
    {
        var counts = store.Traces.Counts;
        json.WriteNumber("requests", counts.Requests);
        json.WriteNumber("spans", counts.Spans);
        json.WriteNumber("logRecords", counts.LogRecords);
        json.WriteNumber("dataPoints", counts.DataPoints);
        json.WriteNumber("evictedTraces", counts.EvictedTraces);
        json.WriteNumber("evictedSpans", counts.EvictedSpans);
        json.WriteNumber("evictedLogRecords", store.Logs.EvictedRecords);
        json.WriteNumber("evictedDataPoints", store.Metrics.EvictedPoints);
    }

    /// <summary>A trace with everything that its spans say, and the log records that belong to it.</summary>
    public static void Write(Utf8JsonWriter json, Trace trace, IReadOnlyList<LogRecord> logs)
    {
        var row = TraceRow.Of(trace);
        var resources = new ResourceTable();
        json.WriteStartObject();
        json.WriteString("id", trace.Id);
        json.WriteNumber("startMs", row.StartTimeUnixNano / NanosecondsInMillisecond);
        json.WriteNumber("duration", row.DurationNano);
        json.WriteStartArray("spans");
        foreach (var span in trace.Spans)
            Write(json, span, row.StartTimeUnixNano, resources.IndexOf(span.Resource));
        json.WriteEndArray();
        LogAnswers.Write(json, logs, row.StartTimeUnixNano, resources);
        resources.Write(json);
        json.WriteEndObject();
    }

    /// <summary>Which service calls which: the records as they are.</summary>
    public static void Write(Utf8JsonWriter json, ServiceMap map) => JsonSerializer.Serialize(json, map, WebNames);

    private static void Write(Utf8JsonWriter json, TraceRow row)
    {
        json.WriteStartObject();
        json.WriteString("id", row.Trace.Id);
        json.WriteString("service", row.Entry.ServiceName);
        json.WriteString("name", row.Entry.Name);
        json.WriteNumber("startMs", row.StartTimeUnixNano / NanosecondsInMillisecond);
        json.WriteNumber("duration", row.DurationNano);
        json.WriteNumber("spans", row.Trace.Spans.Count);
        json.WriteNumber("errors", row.Errors);
        json.WriteStartObject("services");
        foreach (var (service, count) in row.Services)
            json.WriteNumber(service, count);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Span span, ulong origin, int resource)
    {
        json.WriteStartObject();
        json.WriteString("id", span.SpanId);
        json.WriteString("parent", span.ParentSpanId);
        json.WriteString("name", span.Name);
        json.WriteString("service", span.ServiceName);
        json.WriteString("kind", span.Kind.ToString().ToLowerInvariant());
        json.WriteNumber("start", span.StartTimeUnixNano - origin);
        json.WriteNumber("duration", span.EndTimeUnixNano > span.StartTimeUnixNano ? span.EndTimeUnixNano - span.StartTimeUnixNano : 0);
        json.WriteString("status", span.Status.ToString().ToLowerInvariant());
        json.WriteString("message", span.StatusMessage);
        json.WriteString("scope", $"{span.ScopeName} {span.ScopeVersion}".Trim());
        json.WriteNumber("resource", resource);
        json.WriteNumber("dropped", span.DroppedCount);
        Write(json, "attributes", span.Attributes);
        json.WriteStartArray("events");
        foreach (var item in span.Events)
        {
            json.WriteStartObject();
            json.WriteString("name", item.Name);
            // An event may lie before the trace, by a clock that was put right.
            json.WriteNumber("time", (decimal)item.TimeUnixNano - origin);
            Write(json, "attributes", item.Attributes);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("links");
        foreach (var link in span.Links)
        {
            json.WriteStartObject();
            json.WriteString("trace", link.TraceId);
            json.WriteString("span", link.SpanId);
            Write(json, "attributes", link.Attributes);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Attributes as pairs: their order matters, and a name may be there twice.</summary>
    public static void Write(Utf8JsonWriter json, string? name, AttributeMap attributes)
    {
        if (name is null)
            json.WriteStartArray();
        else
            json.WriteStartArray(name);
        foreach (var (key, value) in attributes)
        {
            json.WriteStartArray();
            json.WriteStringValue(key);
            json.WriteStringValue(AttributeText.Of(value));
            json.WriteStringValue(AttributeText.TypeOf(value));
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }
}
