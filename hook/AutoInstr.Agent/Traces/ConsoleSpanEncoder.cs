using System.Buffers;
using System.Diagnostics;
using System.Text.Encodings.Web;
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
    private readonly Utf8JsonWriter _writer = new(
        Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    private ArrayBufferWriter<byte> _line = new();

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Encode(Activity span)
    {
        if (_line.Capacity > LargestKeptBuffer)
            _line = new ArrayBufferWriter<byte>();
        _line.ResetWrittenCount();
        _writer.Reset(_line);
        WriteSpan(span);
        _writer.Flush();
        _line.Write("\n"u8);
        return _line.WrittenSpan;
    }

    /// <inheritdoc/>
    public override void Dispose() => _writer.Dispose();

    private void WriteSpan(Activity activity)
    {
        _writer.WriteStartObject();
        _writer.WriteString("name", activity.DisplayName);
        _writer.WriteString("kind", KindName(activity.Kind));
        _writer.WriteString("trace_id", activity.TraceId.ToHexString());
        _writer.WriteString("span_id", activity.SpanId.ToHexString());
        if (activity.ParentSpanId != default)
            _writer.WriteString("parent_id", activity.ParentSpanId.ToHexString());
        if (!string.IsNullOrEmpty(activity.TraceStateString))
            _writer.WriteString("trace_state", activity.TraceStateString);
        _writer.WriteString("start_time", activity.StartTimeUtc);
        _writer.WriteString("end_time", activity.StartTimeUtc + activity.Duration);
        _writer.WriteNumber("duration_ms", activity.Duration.TotalMilliseconds);
        WriteStatus(SpanStatus.Of(activity));
        WriteAttributes(activity.EnumerateTagObjects(), limits.AttributeCount);
        WriteEvents(activity);
        WriteLinks(activity);
        _writer.WriteStartObject("scope");
        _writer.WriteString("name", activity.Source.Name);
        if (!string.IsNullOrEmpty(activity.Source.Version))
            _writer.WriteString("version", activity.Source.Version);
        _writer.WriteEndObject();
        WriteResource();
        _writer.WriteEndObject();
    }

    private void WriteStatus(SpanStatus status)
    {
        _writer.WriteStartObject("status");
        _writer.WriteString(
            "code", status.Code switch { ActivityStatusCode.Ok => "ok", ActivityStatusCode.Error => "error", _ => "unset" });
        if (!string.IsNullOrEmpty(status.Description))
            _writer.WriteString("description", status.Description);
        _writer.WriteEndObject();
    }

    private void WriteEvents(Activity activity)
    {
        var events = activity.EnumerateEvents();
        var written = 0;
        var dropped = 0;
        _writer.WriteStartArray("events");
        while (events.MoveNext())
        {
            if (written == limits.EventCount)
            {
                dropped++;
                continue;
            }
            written++;
            _writer.WriteStartObject();
            _writer.WriteString("name", events.Current.Name);
            _writer.WriteString("time", events.Current.Timestamp.UtcDateTime);
            WriteAttributes(events.Current.EnumerateTagObjects(), limits.EventAttributeCount);
            _writer.WriteEndObject();
        }
        _writer.WriteEndArray();
        WriteDropped("dropped_events_count", dropped);
    }

    private void WriteLinks(Activity activity)
    {
        var links = activity.EnumerateLinks();
        var written = 0;
        var dropped = 0;
        _writer.WriteStartArray("links");
        while (links.MoveNext())
        {
            if (written == limits.LinkCount)
            {
                dropped++;
                continue;
            }
            written++;
            _writer.WriteStartObject();
            _writer.WriteString("trace_id", links.Current.Context.TraceId.ToHexString());
            _writer.WriteString("span_id", links.Current.Context.SpanId.ToHexString());
            WriteAttributes(links.Current.EnumerateTagObjects(), limits.LinkAttributeCount);
            _writer.WriteEndObject();
        }
        _writer.WriteEndArray();
        WriteDropped("dropped_links_count", dropped);
    }

    private void WriteAttributes(Activity.Enumerator<KeyValuePair<string, object?>> tags, int? count)
    {
        _writer.WriteStartObject("attributes");
        var dropped = AttributeJson.WriteMembers(_writer, tags, count, limits.AttributeValueLength);
        _writer.WriteEndObject();
        WriteDropped("dropped_attributes_count", dropped);
    }

    private void WriteDropped(string name, int dropped)
    {
        if (dropped > 0)
            _writer.WriteNumber(name, dropped);
    }

    private void WriteResource()
    {
        _writer.WriteStartObject("resource");
        foreach (var (key, value) in resource.Attributes)
        {
            _writer.WritePropertyName(key);
            AttributeJson.WriteValue(_writer, value, null);
        }
        _writer.WriteEndObject();
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
