using System.Diagnostics;
using AutoInstr.Agent.Exporters;

namespace AutoInstr.Agent.Traces;

/// <summary>Encodes spans as OTLP's protobuf has them.</summary>
/// <param name="limits">The SDK's limits on a span.</param>
internal sealed class OtlpSpanEncoder(object limits) : SpanEncoder
{
    private const int FirstCapacity = 16 * 1024;

    private byte[] _buffer = new byte[FirstCapacity];

    /// <inheritdoc/>
    public override bool TellsScopesApart => true;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Encode(Activity span)
    {
        var buffer = _buffer;
        int length;
        while ((length = OtlpSerializer.WriteSpan(buffer, limits, span)) < 0)
            buffer = OtlpBuffer.Larger(buffer);
        if (buffer.Length <= LargestKeptBuffer)
            _buffer = buffer;
        return buffer.AsSpan(0, length);
    }

    /// <inheritdoc/>
    public override byte[] EncodeScope(in RecordScope scope)
    {
        var source = (ActivitySource)scope.Key;
        return OtlpBuffer.Written(buffer => OtlpSerializer.WriteScope(buffer, limits, source));
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
    }
}
