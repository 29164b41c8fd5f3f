using System.Diagnostics;
using AutoInstr.Agent.Exporters;

namespace AutoInstr.Agent.Traces;

/// <summary>Turns an ended span into the bytes that an exporter sends.</summary>
internal abstract class SpanEncoder : RecordEncoder
{
    /// <summary>Encodes a span.</summary>
    /// <returns>The bytes, which are there until the next call.</returns>
    public abstract ReadOnlySpan<byte> Encode(Activity span);
}
