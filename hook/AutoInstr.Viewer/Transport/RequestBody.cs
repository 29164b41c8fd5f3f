using System.Buffers.Binary;
using System.IO.Compression;

namespace AutoInstr.Viewer.Transport;

/// <summary>Reads the body of an OTLP/HTTP request, decompressed and bounded.</summary>
internal static class RequestBody
{
    private const int GzipTrailerBytes = 8;

    /// <summary>Reads all of a body.</summary>
    /// <param name="request">The request, its body not compressed or with gzip.</param>
    /// <param name="maxBytes">How many bytes the body may have, compressed and decompressed.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The decompressed bytes.</returns>
    /// <exception cref="BadHttpRequestException">It is too large (413), its encoding is not supported (415), or the client broke off
    /// (400).</exception>
    /// <exception cref="InvalidDataException">What claims to be gzip is not, or not all of it.</exception>
    public static async Task<ArraySegment<byte>> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        var encoding = request.Headers.ContentEncoding.ToString();
        var isGzip = encoding.Equals("gzip", StringComparison.OrdinalIgnoreCase);
        if (!isGzip && encoding.Length > 0 && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
            throw new BadHttpRequestException(
                "content encodings other than gzip are not supported", StatusCodes.Status415UnsupportedMediaType);
        var body = await ReadAsync(request.Body, maxBytes, cancellationToken).ConfigureAwait(false);
        return isGzip ? await DecompressAsync(body, maxBytes, cancellationToken).ConfigureAwait(false) : body;
    }

    private static async Task<ArraySegment<byte>> DecompressAsync(
        ArraySegment<byte> compressed, int maxBytes, CancellationToken cancellationToken)
    {
        await using var gzip = new GZipStream(new MemoryStream(compressed.Array!, 0, compressed.Count), CompressionMode.Decompress);
        var body = await ReadAsync(gzip, maxBytes, cancellationToken).ConfigureAwait(false);
        // Not every runtime's GZipStream notices that the end is missing. The last four bytes are the length (RFC 1952, ISIZE).
        if (compressed.Count < GzipTrailerBytes ||
            BinaryPrimitives.ReadInt32LittleEndian(compressed.AsSpan()[^sizeof(int)..]) != body.Count)
            throw new InvalidDataException("the gzip data is truncated");
        return body;
    }

    private static async Task<ArraySegment<byte>> ReadAsync(Stream stream, int maxBytes, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var chunk = new byte[16 << 10];
        int read;
        while ((read = await stream.ReadAsync(chunk, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (bytes.Length + read > maxBytes)
                throw new BadHttpRequestException($"the body is larger than {maxBytes} bytes", StatusCodes.Status413PayloadTooLarge);
            bytes.Write(chunk, 0, read);
        }
        return new ArraySegment<byte>(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}
