using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace AutoInstr.Viewer.Decoding;

/// <summary>Bounds how many objects the decoding of a request makes. An empty span takes two bytes on the wire and hundreds in memory, so a
/// bound on bytes alone would be none.</summary>
internal static class MessageBudget
{
    /// <summary>How many messages (spans, events, attributes, values, ...) a request may consist of: more than a real one of the largest
    /// size does.</summary>
    public const int Max = 1_000_000;

    // What the parser accepts.
    private const int MaxDepth = 100;

    /// <summary>Counts the messages of an encoded request without decoding them. What is malformed the parser will find.</summary>
    /// <param name="encoded">The request in protobuf.</param>
    /// <param name="type">What it is.</param>
    /// <exception cref="InvalidDataException">There are more than <see cref="Max"/>.</exception>
    public static void Check(ReadOnlySpan<byte> encoded, MessageDescriptor type) => Count(encoded, type, Max, 0);

    /// <summary>The refusal.</summary>
    public static InvalidDataException Exceeded() => new($"the request consists of more than {Max} messages");

    private static int Count(ReadOnlySpan<byte> encoded, MessageDescriptor type, int left, int depth)
    {
        while (!encoded.IsEmpty && TryReadVarint(ref encoded, out var tag))
        {
            var length = 0ul;
            var isComplete = WireFormat.GetTagWireType((uint)tag) switch
            {
                WireFormat.WireType.Varint => TryReadVarint(ref encoded, out _),
                WireFormat.WireType.Fixed64 => (length = sizeof(ulong)) > 0,
                WireFormat.WireType.Fixed32 => (length = sizeof(uint)) > 0,
                WireFormat.WireType.LengthDelimited => TryReadVarint(ref encoded, out length),
                _ => false,
            };
            if (!isComplete || length > (ulong)encoded.Length)
                break;
            if (WireFormat.GetTagWireType((uint)tag) == WireFormat.WireType.LengthDelimited
                && type.FindFieldByNumber(WireFormat.GetTagFieldNumber((uint)tag)) is { FieldType: FieldType.Message } field)
            {
                if (--left < 0)
                    throw Exceeded();
                if (depth < MaxDepth)
                    left = Count(encoded[..(int)length], field.MessageType, left, depth + 1);
            }
            encoded = encoded[(int)length..];
        }
        return left;
    }

    private static bool TryReadVarint(ref ReadOnlySpan<byte> encoded, out ulong value)
    {
        const int MaxBytes = 10;
        value = 0;
        for (var i = 0; i < encoded.Length && i < MaxBytes; i++)
        {
            value |= (ulong)(encoded[i] & 0x7f) << (7 * i);
            if (encoded[i] < 0x80)
            {
                encoded = encoded[(i + 1)..];
                return true;
            }
        }
        return false;
    }
}
