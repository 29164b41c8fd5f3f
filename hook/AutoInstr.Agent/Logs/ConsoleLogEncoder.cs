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
    private readonly JsonLine _line = new();
    private readonly LogAttributes _attributes = new();

    private Utf8JsonWriter Writer => _line.Writer;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Encode(in LogEntry entry)
    {
        _line.Begin();
        Write(in entry);
        return _line.End();
    }

    /// <inheritdoc/>
    public override void Dispose() => _line.Dispose();

    private void Write(in LogEntry entry)
    {
        Writer.WriteStartObject();
        Writer.WriteString("time", entry.Timestamp);
        Writer.WriteString("severity", entry.SeverityText);
        Writer.WriteNumber("severity_number", entry.Severity);
        Writer.WriteString("body", entry.Message ?? entry.Body);
        if (entry.EventName is { } name)
            Writer.WriteString("event_name", name);
        if (entry.Context.TraceId != default)
        {
            Writer.WriteString("trace_id", entry.Context.TraceId.ToHexString());
            Writer.WriteString("span_id", entry.Context.SpanId.ToHexString());
        }
        WriteAttributes(in entry);
        Writer.WriteStartObject("scope");
        Writer.WriteString("name", entry.Category);
        Writer.WriteEndObject();
        Writer.WriteStartObject("resource");
        foreach (var (key, value) in resource.Attributes)
            Write(key, value, null);
        Writer.WriteEndObject();
        Writer.WriteEndObject();
    }

    private void WriteAttributes(in LogEntry entry)
    {
        _attributes.Fill(in entry);
        var written = Math.Min(_attributes.Count, limits.AttributeCount ?? int.MaxValue);
        Writer.WriteStartObject("attributes");
        for (var i = 0; i < written; i++)
            Write(_attributes[i].Key, _attributes[i].Value, limits.AttributeValueLength);
        Writer.WriteEndObject();
        if (written < _attributes.Count)
            Writer.WriteNumber("dropped_attributes_count", _attributes.Count - written);
    }

    private void Write(string key, object? value, int? length)
    {
        Writer.WritePropertyName(key);
        AttributeJson.WriteValue(Writer, value, length);
    }
}
