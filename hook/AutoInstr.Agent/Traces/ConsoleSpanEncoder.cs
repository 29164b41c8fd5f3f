using System.Diagnostics;
using System.Text.Json;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Exporters;
using OpenTelemetry.Resources;

namespace AutoInstr.Agent.Traces;

/// <summary>Writes spans as JSON, each on a line of its own.</summary>
/// <param name="limits">The limits on a span.</param>
/// <param name="resource">What all spans belong to.</param>
internal sealed class ConsoleSpanEncoder(LimitSettings limits, Resource resource) : SpanEncoder
{
    private readonly JsonLine _line = new();

    private Utf8JsonWriter Writer => _line.Writer;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Encode(Activity span)
    {
        _line.Begin();
        WriteSpan(span);
        return _line.End();
    }

    /// <inheritdoc/>
    public override void Dispose() => _line.Dispose();

    private void WriteSpan(Activity activity)
    {
        Writer.WriteStartObject();
        Writer.WriteString("name", activity.DisplayName);
        Writer.WriteString("kind", KindName(activity.Kind));
        Writer.WriteString("trace_id", activity.TraceId.ToHexString());
        Writer.WriteString("span_id", activity.SpanId.ToHexString());
        if (activity.ParentSpanId != default)
            Writer.WriteString("parent_id", activity.ParentSpanId.ToHexString());
        if (!string.IsNullOrEmpty(activity.TraceStateString))
            Writer.WriteString("trace_state", activity.TraceStateString);
        Writer.WriteString("start_time", activity.StartTimeUtc);
        Writer.WriteString("end_time", activity.StartTimeUtc + activity.Duration);
        Writer.WriteNumber("duration_ms", activity.Duration.TotalMilliseconds);
        WriteStatus(SpanStatus.Of(activity));
        WriteAttributes(activity.EnumerateTagObjects(), limits.AttributeCount);
        WriteEvents(activity);
        WriteLinks(activity);
        Writer.WriteStartObject("scope");
        Writer.WriteString("name", activity.Source.Name);
        if (!string.IsNullOrEmpty(activity.Source.Version))
            Writer.WriteString("version", activity.Source.Version);
        Writer.WriteEndObject();
        WriteResource();
        Writer.WriteEndObject();
    }

    private void WriteStatus(SpanStatus status)
    {
        Writer.WriteStartObject("status");
        Writer.WriteString(
            "code", status.Code switch { ActivityStatusCode.Ok => "ok", ActivityStatusCode.Error => "error", _ => "unset" });
        if (!string.IsNullOrEmpty(status.Description))
            Writer.WriteString("description", status.Description);
        Writer.WriteEndObject();
    }

    private void WriteEvents(Activity activity)
    {
        var events = activity.EnumerateEvents();
        var written = 0;
        var dropped = 0;
        Writer.WriteStartArray("events");
        while (events.MoveNext())
        {
            if (written == limits.EventCount)
            {
                dropped++;
                continue;
            }
            written++;
            Writer.WriteStartObject();
            Writer.WriteString("name", events.Current.Name);
            Writer.WriteString("time", events.Current.Timestamp.UtcDateTime);
            WriteAttributes(events.Current.EnumerateTagObjects(), limits.EventAttributeCount);
            Writer.WriteEndObject();
        }
        Writer.WriteEndArray();
        WriteDropped("dropped_events_count", dropped);
    }

    private void WriteLinks(Activity activity)
    {
        var links = activity.EnumerateLinks();
        var written = 0;
        var dropped = 0;
        Writer.WriteStartArray("links");
        while (links.MoveNext())
        {
            if (written == limits.LinkCount)
            {
                dropped++;
                continue;
            }
            written++;
            Writer.WriteStartObject();
            Writer.WriteString("trace_id", links.Current.Context.TraceId.ToHexString());
            Writer.WriteString("span_id", links.Current.Context.SpanId.ToHexString());
            WriteAttributes(links.Current.EnumerateTagObjects(), limits.LinkAttributeCount);
            Writer.WriteEndObject();
        }
        Writer.WriteEndArray();
        WriteDropped("dropped_links_count", dropped);
    }

    private void WriteAttributes(Activity.Enumerator<KeyValuePair<string, object?>> tags, int? count)
    {
        Writer.WriteStartObject("attributes");
        var dropped = AttributeJson.WriteMembers(Writer, tags, count, limits.AttributeValueLength);
        Writer.WriteEndObject();
        WriteDropped("dropped_attributes_count", dropped);
    }

    private void WriteDropped(string name, int dropped)
    {
        if (dropped > 0)
            Writer.WriteNumber(name, dropped);
    }

    private void WriteResource()
    {
        Writer.WriteStartObject("resource");
        foreach (var (key, value) in resource.Attributes)
        {
            Writer.WritePropertyName(key);
            AttributeJson.WriteValue(Writer, value, null);
        }
        Writer.WriteEndObject();
    }

    private static string KindName(ActivityKind kind) => kind switch
    {
        ActivityKind.Server => "server",
        ActivityKind.Client => "client",
        ActivityKind.Producer => "producer",
        ActivityKind.Consumer => "consumer",
        _ => "internal",
    };
}
