using System.Buffers.Binary;
using System.Text;
using OpenTelemetry.Resources;

namespace AutoInstr.Agent.Exporters;

/// <summary>Puts encoded records together to the body of an ExportTraceServiceRequest or an ExportLogsServiceRequest, which are alike:
/// https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto.</summary>
internal sealed class OtlpRequest
{
    /// <summary>What gRPC has before a message: a byte that says that it is not compressed, and its length.</summary>
    private const int GrpcHeader = 5;

    private const byte ResourceField = (1 << 3) | 2;
    private const byte ScopeField = (2 << 3) | 2;
    private const byte SchemaUrlField = (3 << 3) | 2;
    private const int FieldHeader = 1 + LengthSize;

    /// <summary>Lengths are not known beforehand, so each has four bytes, as the SDK does it.</summary>
    private const int LengthSize = 4;

    private const int LargestKept = 1024 * 1024;

    /// <summary>What a body is a multiple of: one that is a little larger than the last does not need another array.</summary>
    private const int Granularity = 64 * 1024;

    private readonly int _start;
    private readonly byte[] _resource;
    private readonly byte[] _schemaUrl;
    private byte[] _body = [];

    /// <summary>Makes a request that is used again and again.</summary>
    /// <param name="resource">What all records belong to.</param>
    /// <param name="isGrpc">Whether there is room to be left for gRPC's header.</param>
    public OtlpRequest(Resource resource, bool isGrpc)
    {
        _start = isGrpc ? GrpcHeader : 0;
        _resource = OtlpBuffer.Written(buffer => OtlpSerializer.WriteResource(buffer, resource));
        _schemaUrl = SchemaUrl(resource);
    }

    /// <summary>The body, which begins with room for gRPC's header where there must be one.</summary>
    public byte[] Body => _body;

    /// <summary>Writes the body.</summary>
    /// <returns>Its length.</returns>
    public int Write(EncodedBatch batch)
    {
        var size = _start + FieldHeader + _resource.Length + batch.Length + _schemaUrl.Length;
        foreach (var scope in batch.Scopes)
            size += FieldHeader + scope.Header.Length;
        if (_body.Length < size || _body.Length > LargestKept)
            _body = new byte[(size + Granularity - 1) / Granularity * Granularity];

        var body = _body.AsSpan(_start);
        var position = FieldHeader;
        position = Append(body, position, _resource);
        foreach (var scope in batch.Scopes)
        {
            if (scope.Length == 0)
                continue;
            WriteField(body[position..], ScopeField, scope.Header.Length + scope.Length);
            position = Append(body, position + FieldHeader, scope.Header);
            scope.CopyTo(body[position..]);
            position += scope.Length;
        }
        position = Append(body, position, _schemaUrl);
        WriteField(body, ResourceField, position - FieldHeader);
        if (_start > 0)
            BinaryPrimitives.WriteInt32BigEndian(_body.AsSpan(1), position);
        return _start + position;
    }

    private static byte[] SchemaUrl(Resource resource)
    {
        // A length below 128 is one byte.
        var url = Encoding.UTF8.GetBytes(resource.SchemaUrl ?? "");
        return url.Length is > 0 and < 128 ? [SchemaUrlField, (byte)url.Length, .. url] : [];
    }

    private static int Append(Span<byte> body, int position, ReadOnlySpan<byte> part)
    {
        part.CopyTo(body[position..]);
        return position + part.Length;
    }

    private static void WriteField(Span<byte> body, byte field, int length)
    {
        const uint mask = 0x7f;
        var value = (uint)length;
        body[0] = field;
        // A varint with leading zeros.
        BinaryPrimitives.WriteUInt32LittleEndian(
            body[1..],
            (value & mask) | (value >> 7 & mask) << 8 | (value >> 14 & mask) << 16 | (value >> 21 & mask) << 24 | 0x00808080);
    }
}
