using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Exporters;
using OpenTelemetry.Resources;

namespace AutoInstr.Agent.Traces;

/// <summary>
/// Writes spans as Zipkin's JSON, version 2, by the specification's "OpenTelemetry to Zipkin Transformation" and "Mapping to non-OTLP
/// Formats". What those leave open: links are left out, attributes of the resource become tags.
/// </summary>
internal sealed class ZipkinSpanEncoder : SpanEncoder
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly LimitSettings _limits;
    private readonly string _serviceName = "unknown_service:dotnet";
    private readonly List<KeyValuePair<string, object>> _resource = [];
    private readonly Utf8JsonWriter _writer = new(Stream.Null, Options);
    private readonly Utf8JsonWriter _textWriter = new(Stream.Null, Options);
    private readonly ArrayBufferWriter<byte> _text = new();
    private ArrayBufferWriter<byte> _span = new();

    /// <summary>Makes an encoder.</summary>
    /// <param name="resource">What the spans belong to.</param>
    /// <param name="limits">The limits on a span.</param>
    public ZipkinSpanEncoder(Resource resource, LimitSettings limits)
    {
        _limits = limits;
        foreach (var attribute in resource.Attributes)
        {
            if (attribute.Key == "service.name")
                _serviceName = attribute.Value.ToString()!;
            else
                _resource.Add(attribute);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Each span follows a comma: see <see cref="ZipkinSpanExporter"/>.</remarks>
    public override ReadOnlySpan<byte> Encode(Activity span)
    {
        if (_span.Capacity > LargestKeptBuffer)
            _span = new ArrayBufferWriter<byte>();
        _span.ResetWrittenCount();
        _span.Write(","u8);
        _writer.Reset(_span);
        WriteSpan(span);
        _writer.Flush();
        return _span.WrittenSpan;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _writer.Dispose();
        _textWriter.Dispose();
    }

    private void WriteSpan(Activity activity)
    {
        _writer.WriteStartObject();
        _writer.WriteString("traceId", activity.TraceId.ToHexString());
        _writer.WriteString("id", activity.SpanId.ToHexString());
        if (activity.ParentSpanId != default)
            _writer.WriteString("parentId", activity.ParentSpanId.ToHexString());
        _writer.WriteString("name", activity.DisplayName);
        if (activity.Kind != ActivityKind.Internal)
            _writer.WriteString("kind", KindName(activity.Kind));
        _writer.WriteNumber("timestamp", Microseconds(activity.StartTimeUtc));
        // Zipkin takes a duration of 0 for an unknown one.
        _writer.WriteNumber("duration", Math.Max(1, activity.Duration.Ticks / TimeSpan.TicksPerMicrosecond));
        _writer.WriteStartObject("localEndpoint");
        _writer.WriteString("serviceName", _serviceName);
        _writer.WriteEndObject();
        if (activity.Kind is ActivityKind.Client or ActivityKind.Producer)
            ZipkinRemoteEndpoint.Write(_writer, activity);
        var droppedEvents = WriteAnnotations(activity);
        WriteTags(activity, droppedEvents);
        _writer.WriteEndObject();
    }

    private int WriteAnnotations(Activity activity)
    {
        var events = activity.EnumerateEvents();
        var written = 0;
        var dropped = 0;
        while (events.MoveNext())
        {
            if (written == _limits.EventCount)
            {
                dropped++;
                continue;
            }
            if (written++ == 0)
                _writer.WriteStartArray("annotations");
            _writer.WriteStartObject();
            _writer.WriteNumber("timestamp", Microseconds(events.Current.Timestamp.UtcDateTime));
            _writer.WriteString("value", AnnotationText(events.Current));
            _writer.WriteEndObject();
        }
        if (written > 0)
            _writer.WriteEndArray();
        return dropped;
    }

    /// <summary>An event as text: its name alone, or <c>"name": { attributes }</c>.</summary>
    private string AnnotationText(in ActivityEvent item)
    {
        var tags = item.EnumerateTagObjects();
        if (!tags.MoveNext())
            return item.Name;
        _text.ResetWrittenCount();
        _textWriter.Reset(_text);
        _textWriter.WriteStartObject();
        AttributeJson.WriteMembers(_textWriter, item.EnumerateTagObjects(), _limits.EventAttributeCount, _limits.AttributeValueLength);
        _textWriter.WriteEndObject();
        _textWriter.Flush();
        return $"\"{item.Name}\": {Encoding.UTF8.GetString(_text.WrittenSpan)}";
    }

    private void WriteTags(Activity activity, int droppedEvents)
    {
        var status = SpanStatus.Of(activity);
        _writer.WriteStartObject("tags");
        foreach (var (key, value) in _resource)
            _writer.WriteString(key, TagText(value, null));
        var droppedAttributes = WriteAttributes(activity);
        if (status.Code != ActivityStatusCode.Unset)
            _writer.WriteString("otel.status_code", status.Code == ActivityStatusCode.Ok ? "OK" : "ERROR");
        if (status.Code == ActivityStatusCode.Error)
            _writer.WriteString("error", status.Description ?? "");
        if (activity.Source.Name.Length > 0)
            _writer.WriteString("otel.scope.name", activity.Source.Name);
        if (!string.IsNullOrEmpty(activity.Source.Version))
            _writer.WriteString("otel.scope.version", activity.Source.Version);
        WriteDropped("otel.dropped_attributes_count", droppedAttributes);
        WriteDropped("otel.dropped_events_count", droppedEvents);
        _writer.WriteEndObject();
    }

    private int WriteAttributes(Activity activity)
    {
        var tags = activity.EnumerateTagObjects();
        var written = 0;
        var dropped = 0;
        while (tags.MoveNext())
        {
            var (key, value) = tags.Current;
            // Zipkin takes any span with a tag "error" for failed, so that tag is the status's alone.
            if (value is null || key == "error" || SpanStatus.IsStatusTag(key))
                continue;
            if (written == _limits.AttributeCount)
            {
                dropped++;
                continue;
            }
            written++;
            _writer.WriteString(key, TagText(value, _limits.AttributeValueLength));
        }
        return dropped;
    }

    private string TagText(object value, int? length)
    {
        if (value is bool truth)
            return truth ? "true" : "false";
        if (value is not Array)
            return AttributeJson.Text(value, length);
        _text.ResetWrittenCount();
        _textWriter.Reset(_text);
        AttributeJson.WriteValue(_textWriter, value, length);
        _textWriter.Flush();
        return Encoding.UTF8.GetString(_text.WrittenSpan);
    }

    private void WriteDropped(string name, int dropped)
    {
        if (dropped > 0)
            _writer.WriteString(name, dropped.ToString(CultureInfo.InvariantCulture));
    }

    private static long Microseconds(DateTime time) => (time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static string KindName(ActivityKind kind) => kind switch
    {
        ActivityKind.Server => "SERVER",
        ActivityKind.Client => "CLIENT",
        ActivityKind.Producer => "PRODUCER",
        _ => "CONSUMER",
    };
}
