using System.Text;

namespace AutoInstr.Agent.Exporters;

/// <summary>What a receiver says that took a request, but not all of it (<c>ExportTracePartialSuccess</c> of OTLP and its siblings, which
/// are alike).</summary>
/// <remarks>Two fields of Protocol Buffers are read by hand, because the SDK's exporter does not look at them.</remarks>
/// <param name="Rejected">Items that it did not take.</param>
/// <param name="Message">Why, or what else there is to say.</param>
internal readonly record struct PartialSuccess(long Rejected, string Message)
{
    private const int Varint = 0;
    private const int LengthDelimited = 2;

    /// <summary>Reads the beginning of the body of an answer.</summary>
    /// <param name="answer">The bytes, of which the end may be missing.</param>
    /// <param name="isGrpc">Whether the message stands in a frame of gRPC's.</param>
    /// <returns><see langword="null"/> when everything was taken and there is nothing to say, or when these are no such bytes.</returns>
    public static PartialSuccess? Read(ReadOnlySpan<byte> answer, bool isGrpc)
    {
        const int frameHeader = 5;
        if (isGrpc)
        {
            // The first byte says whether it is compressed, which was not asked for.
            if (answer.Length < frameHeader || answer[0] != 0)
                return null;
            answer = answer[frameHeader..];
        }
        while (Field.TryRead(ref answer, out var field))
        {
            if (field is { Number: 1, Type: LengthDelimited } && ReadFields(field.Bytes) is var partial &&
                partial != new PartialSuccess(0, ""))
                return partial;
        }
        return null;
    }

    private static PartialSuccess ReadFields(ReadOnlySpan<byte> message)
    {
        var (rejected, text) = (0L, "");
        while (Field.TryRead(ref message, out var field))
        {
            if (field is { Number: 1, Type: Varint })
                rejected = Math.Max(0, (long)field.Value);
            else if (field is { Number: 2, Type: LengthDelimited })
                text = Encoding.UTF8.GetString(field.Bytes);
        }
        return new PartialSuccess(rejected, text);
    }

    /// <summary>A field as it is on the wire: https://protobuf.dev/programming-guides/encoding/.</summary>
    private readonly ref struct Field
    {
        public ulong Number { get; private init; }

        public int Type { get; private init; }

        public ulong Value { get; private init; }

        public ReadOnlySpan<byte> Bytes { get; private init; }

        public static bool TryRead(ref ReadOnlySpan<byte> rest, out Field field)
        {
            field = default;
            if (!TryReadVarint(ref rest, out var key))
                return false;
            var (value, size) = (0UL, 0UL);
            switch (key & 7)
            {
                case Varint when TryReadVarint(ref rest, out value):
                    break;
                case LengthDelimited when TryReadVarint(ref rest, out size):
                    break;
                case 1:
                    size = sizeof(ulong);
                    break;
                case 5:
                    size = sizeof(uint);
                    break;
                default:
                    return false;
            }
            var taken = (int)Math.Min(size, (ulong)rest.Length);
            field = new Field { Number = key >> 3, Type = (int)(key & 7), Value = value, Bytes = rest[..taken] };
            rest = rest[taken..];
            return true;
        }

        private static bool TryReadVarint(ref ReadOnlySpan<byte> rest, out ulong value)
        {
            value = 0;
            for (var i = 0; i < rest.Length && i < 10; i++)
            {
                value |= (ulong)(rest[i] & 0x7f) << (7 * i);
                if (rest[i] < 0x80)
                {
                    rest = rest[(i + 1)..];
                    return true;
                }
            }
            return false;
        }
    }
}
