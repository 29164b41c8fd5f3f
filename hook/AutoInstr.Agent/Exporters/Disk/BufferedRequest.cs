using System.Buffers.Binary;
using System.Net.Http.Headers;
using System.Numerics;
using System.Text;

namespace AutoInstr.Agent.Exporters.Disk;

/// <summary>An OTLP request as it is kept in a file. It knows neither address nor protocol nor headers: those are the ones of the day on
/// which it is sent.</summary>
/// <remarks>The file is the mark, the count of items, whether the message is compressed, a CRC-32C of both and of the message, and the
/// message; numbers are little-endian.</remarks>
/// <param name="Items">Spans, log records or data points in it.</param>
/// <param name="IsCompressed">Whether the message is compressed with gzip.</param>
/// <param name="Message">The encoded Export*ServiceRequest.</param>
internal sealed record BufferedRequest(long Items, bool IsCompressed, ReadOnlyMemory<byte> Message)
{
    private const int ItemsAt = 8, FlagsAt = 16, ChecksumAt = 17, HeaderSize = 21;

    /// <summary>A gRPC message's: whether it is compressed, and its length, big-endian.</summary>
    private const int FrameSize = 5;

    private static readonly byte[] Mark = Encoding.ASCII.GetBytes("AutoIns1");

    /// <summary>Bytes in the file.</summary>
    public int Size => HeaderSize + Message.Length;

    /// <summary>Takes over what a request was to deliver, also after it has been sent.</summary>
    /// <param name="content">Its body.</param>
    /// <param name="isGrpc">Whether the body is gRPC's.</param>
    /// <param name="items">Spans, log records or data points in it.</param>
    public static BufferedRequest Of(HttpContent content, bool isGrpc, long items)
    {
        using var copy = new MemoryStream();
        content.CopyTo(copy, null, CancellationToken.None);
        var body = copy.GetBuffer().AsMemory(0, (int)copy.Length);
        return isGrpc
            ? new BufferedRequest(items, body.Span[0] == 1, body[FrameSize..])
            : new BufferedRequest(items, content.Headers.ContentEncoding.Contains("gzip"), body);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or something else.</exception>
    public static BufferedRequest Read(ReadOnlyMemory<byte> file)
    {
        var bytes = file.Span;
        if (bytes.Length <= HeaderSize || !bytes.StartsWith(Mark) ||
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumAt..]) != Checksum(bytes))
            throw new InvalidDataException("The file is damaged.");
        return new BufferedRequest(BinaryPrimitives.ReadInt64LittleEndian(bytes[ItemsAt..]), bytes[FlagsAt] != 0, file[HeaderSize..]);
    }

    /// <summary>The file.</summary>
    public byte[] Write()
    {
        var bytes = new byte[Size];
        Mark.CopyTo(bytes, 0);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(ItemsAt), Items);
        bytes[FlagsAt] = (byte)(IsCompressed ? 1 : 0);
        Message.CopyTo(bytes.AsMemory(HeaderSize));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(ChecksumAt), Checksum(bytes));
        return bytes;
    }

    /// <summary>A request that delivers it.</summary>
    /// <param name="address">The complete address.</param>
    /// <param name="isGrpc">Whether it goes by gRPC.</param>
    public HttpRequestMessage ToRequest(Uri address, bool isGrpc)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address);
        if (isGrpc)
        {
            request.Version = new Version(2, 0);
            request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
            request.Headers.TryAddWithoutValidation("TE", "trailers");
            if (IsCompressed)
                request.Headers.TryAddWithoutValidation("grpc-encoding", "gzip");
            request.Content = new ByteArrayContent(Framed());
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        }
        else
        {
            request.Content = new ReadOnlyMemoryContent(Message);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
            if (IsCompressed)
                request.Content.Headers.ContentEncoding.Add("gzip");
        }
        return request;
    }

    private byte[] Framed()
    {
        var framed = new byte[FrameSize + Message.Length];
        framed[0] = (byte)(IsCompressed ? 1 : 0);
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), Message.Length);
        Message.CopyTo(framed.AsMemory(FrameSize));
        return framed;
    }

    private static uint Checksum(ReadOnlySpan<byte> file) => Crc32C(Crc32C(uint.MaxValue, file[ItemsAt..ChecksumAt]), file[HeaderSize..]);

    private static uint Crc32C(uint crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        return crc;
    }
}
