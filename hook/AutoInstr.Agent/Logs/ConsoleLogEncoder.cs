using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Exporters;
using OpenTelemetry.Resources;

namespace AutoInstr.Agent.Logs;

/// <summary>Writes log records as JSON, each on a line of its own.</summary>
/// <param name="limits">The limits on a log record.</param>
/// <param name="resource">What all of them belong to.</param>
internal sealed class ConsoleLogEncoder(LimitSettings limits, Resource resource) : LogEncoder
{
    private readonly Utf8JsonWriter _writer = new(
        Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    private readonly LogAttributes _attributes = new();
    private ArrayBufferWriter<byte> _line = new();

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Encode(in LogEntry entry)
    {
        if (_line.Capacity > LargestKeptBuffer)
            _line = new ArrayBufferWriter<byte>();
        _line.ResetWrittenCount();
        _writer.Reset(_line);
        Write(in entry);
        _writer.Flush();
        _line.Write("\n"u8);
        return _line.WrittenSpan;
    }

    /// <inheritdoc/>
    public override void Dispose() => _writer.Dispose();

    private void Write(in LogEntry entry)
    {
        _writer.WriteStartObject();
        _writer.WriteString("time", entry.Timestamp);
        _writer.WriteString("severity", entry.SeverityText);
        _writer.WriteNumber("severity_number", entry.Severity);
        _writer.WriteString("body", entry.Message ?? entry.Body);
        if (entry.EventName is { } name)
            _writer.WriteString("event_name", name);
        if (entry.Context.TraceId != default)
        {
            _writer.WriteString("trace_id", entry.Context.TraceId.ToHexString());
            _writer.WriteString("span_id", entry.Context.SpanId.ToHexString());
        }
        WriteAttributes(in entry);
        _writer.WriteStartObject("scope");
        _writer.WriteString("name", entry.Category);
        _writer.WriteEndObject();
        _writer.WriteStartObject("resource");
        foreach (var (key, value) in resource.Attributes)
            Write(key, value, null);
        _writer.WriteEndObject();
        _writer.WriteEndObject();
    }

    private void WriteAttributes(in LogEntry entry)
    {
        _attributes.Fill(in entry);
        var written = Math.Min(_attributes.Count, limits.AttributeCount ?? int.MaxValue);
        _writer.WriteStartObject("attributes");
        for (var i = 0; i < written; i++)
            Write(_attributes[i].Key, _attributes[i].Value, limits.AttributeValueLength);
        _writer.WriteEndObject();
        if (written < _attributes.Count)
            _writer.WriteNumber("dropped_attributes_count", _attributes.Count - written);
    }

    private void Write(string key, object? value, int? length)
    {
        _writer.WritePropertyName(key);
        AttributeJson.WriteValue(_writer, value, length);
    }
}
