using System.Reflection;
using System.Text;
using AutoInstr.Agent.Exporters;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;

namespace AutoInstr.Agent.Logs;

/// <summary>Encodes log records as OTLP's protobuf has them, by the SDK's own serializer.</summary>
/// <param name="limits">The SDK's limits on a log record.</param>
/// <param name="options">The SDK's options of the serializer.</param>
internal sealed class OtlpLogEncoder(object limits, object options) : LogEncoder
{
    private const int FirstCapacity = 8 * 1024;
    private const int MostSevere = 24;

    private static readonly PropertyInfo Severity = SdkInternals.Property(typeof(LogRecord), "Severity");
    private static readonly PropertyInfo SeverityText = SdkInternals.Property(typeof(LogRecord), "SeverityText");

    /// <summary>One for each severity and its name, which can be set only by reflection: once.</summary>
    private readonly List<(string? Text, LogRecord Record)>[] _records =
        [.. Enumerable.Range(0, MostSevere + 1).Select(static _ => new List<(string?, LogRecord)>(1))];
    private readonly LogAttributes _attributes = new();
    private byte[] _buffer = new byte[FirstCapacity];

    /// <inheritdoc/>
    public override bool TellsScopesApart => true;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Encode(in LogEntry entry)
    {
        var record = Record(in entry);
        Fill(record, in entry);
        var buffer = _buffer;
        int length;
        while ((length = OtlpSerializer.WriteLogRecord(buffer, limits, options, record)) < 0)
            buffer = OtlpBuffer.Larger(buffer);
        if (buffer.Length <= LargestKeptBuffer)
            _buffer = buffer;
        return buffer.AsSpan(0, length);
    }

    /// <inheritdoc/>
    public override byte[] EncodeScope(in RecordScope scope)
    {
        // An InstrumentationScope with its name, as the first field of ScopeLogs.
        const byte firstField = (1 << 3) | 2;
        var name = Encoding.UTF8.GetBytes(scope.Name);
        byte[] inner = [firstField, .. Varint(name.Length), .. name];
        return [firstField, .. Varint(inner.Length), .. inner];
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
    }

    private static byte[] Varint(int value) => value < 0x80 ? [(byte)value] : [(byte)(value | 0x80), .. Varint(value >> 7)];

    private LogRecord Record(in LogEntry entry)
    {
        var severity = Math.Clamp(entry.Severity, 0, MostSevere);
        foreach (var (text, known) in _records[severity])
        {
            if (text == entry.SeverityText)
                return known;
        }
        var record = (LogRecord)SdkInternals.Construct(typeof(LogRecord));
        Severity.SetValue(record, Enum.ToObject(Nullable.GetUnderlyingType(Severity.PropertyType)!, severity));
        SeverityText.SetValue(record, entry.SeverityText);
        _records[severity].Add((entry.SeverityText, record));
        return record;
    }

    private void Fill(LogRecord record, in LogEntry entry)
    {
        _attributes.Fill(in entry);
        record.Timestamp = entry.Timestamp;
        record.ObservedTimestamp = entry.Timestamp;
        record.EventId = entry.EventName is null ? default : new EventId(entry.EventId, entry.EventName);
        // A message is written whether or not there are attributes, a body only with them.
        record.FormattedMessage = entry.Message ?? entry.Body;
        record.Attributes = _attributes;
        record.TraceId = entry.Context.TraceId;
        record.SpanId = entry.Context.SpanId;
        record.TraceFlags = entry.Context.TraceFlags;
    }
}
