using AutoInstr.Agent.Exporters;

namespace AutoInstr.Agent.Logs;

/// <summary>Turns a log record into the bytes that an exporter sends.</summary>
internal abstract class LogEncoder : RecordEncoder
{
    /// <summary>Encodes a log record.</summary>
    /// <returns>The bytes, which are there until the next call.</returns>
    public abstract ReadOnlySpan<byte> Encode(in LogEntry entry);
}
