using System.Text.Json;
using AutoInstr.Viewer.Model;

namespace AutoInstr.Viewer.Web;

/// <summary>Log records as the page is told of them.</summary>
internal static class LogAnswers
{
    /// <summary>So many records of a trace are told with it.</summary>
    private const int MostOfTrace = 5000;

    /// <summary>A page of the list.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="all">How many records are kept.</param>
    /// <param name="services">The services that wrote them.</param>
    /// <param name="matching">Those that are wanted.</param>
    /// <param name="offset">How many of them come before the page.</param>
    /// <param name="limit">How many it has.</param>
    public static void Write(
        Utf8JsonWriter json, int all, IReadOnlyList<string> services, IReadOnlyList<LogRecord> matching, int offset, int limit)
    {
        var resources = new ResourceTable();
        json.WriteStartObject();
        json.WriteNumber("records", all);
        json.WriteNumber("matching", matching.Count);
        json.WriteStartArray("services");
        foreach (var service in services)
            json.WriteStringValue(service);
        json.WriteEndArray();
        json.WriteNumber("offset", offset);
        json.WriteStartArray("rows");
        foreach (var record in matching.Skip(offset).Take(limit))
        {
            json.WriteStartObject();
            json.WriteNumber("timeMs", record.Time / JsonAnswers.NanosecondsInMillisecond);
            WriteRest(json, record, resources);
        }
        json.WriteEndArray();
        resources.Write(json);
        json.WriteEndObject();
    }

    /// <summary>The records of a trace, by time.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="records">The records.</param>
    /// <param name="origin">When the trace begins, in nanoseconds since the Unix epoch.</param>
    /// <param name="resources">What is said of resources.</param>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<LogRecord> records, ulong origin, ResourceTable resources)
    {
        json.WriteNumber("logCount", records.Count);
        json.WriteStartArray("logs");
        foreach (var record in records.OrderBy(static record => record.Time).Take(MostOfTrace))
        {
            json.WriteStartObject();
            // Before the trace by a clock that differs.
            json.WriteNumber("time", (decimal)record.Time - origin);
            WriteRest(json, record, resources);
        }
        json.WriteEndArray();
    }

    private static void WriteRest(Utf8JsonWriter json, LogRecord record, ResourceTable resources)
    {
        json.WriteString("severity", record.Severity == LogSeverity.Unspecified ? "" : record.Severity.ToString().ToLowerInvariant());
        json.WriteString("severityText", record.SeverityText);
        json.WriteString("service", record.ServiceName);
        json.WriteString("message", record.Message);
        json.WriteString("template", LogMessage.TemplateOf(record));
        json.WriteString("event", record.EventName);
        json.WriteString("scope", $"{record.ScopeName} {record.ScopeVersion}".Trim());
        json.WriteString("trace", record.TraceId);
        json.WriteString("span", record.SpanId);
        json.WriteNumber("resource", resources.IndexOf(record.Resource));
        json.WriteNumber("dropped", record.DroppedCount);
        JsonAnswers.Write(json, "attributes", record.Attributes);
        json.WriteEndObject();
    }
}
