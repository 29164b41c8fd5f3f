using System.IO.Compression;

namespace AutoInstr.Viewer.Transport;

/// <summary>Reads the body of an OTLP/HTTP request, decompressed and bounded.</summary>
internal static class RequestBody
{
    /// <summary>Reads all of a body.</summary>
    /// <param name="request">The request, its body not compressed or with gzip.</param>
    /// <param name="maxBytes">How many bytes the decompressed body may have.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The decompressed bytes.</returns>
    /// <exception cref="BadHttpRequestException">It is too large (413), its encoding is not supported (415), or the client broke off (400).</exception>
    /// <exception cref="InvalidDataException">What claims to be gzip is not.</exception>
    public static async Task<ArraySegment<byte>> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        var encoding = request.Headers.ContentEncoding.ToString();
        if (encoding.Equals("gzip", StringComparison.OrdinalIgnoreCase))
        {
            await using var gzip = new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true);
            return await ReadAsync(gzip, maxBytes, cancellationToken).ConfigureAwait(false);
        }
        if (encoding.Length > 0 && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
            throw new BadHttpRequestException("the content encoding is not supported: gzip or none is", StatusCodes.Status415UnsupportedMediaType);
        return await ReadAsync(request.Body, maxBytes, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<ArraySegment<byte>> ReadAsync(Stream body, int maxBytes, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var chunk = new byte[16 << 10];
        int read;
        while ((read = await body.ReadAsync(chunk, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (bytes.Length + read > maxBytes)
                throw new BadHttpRequestException($"the body is larger than {maxBytes} bytes", StatusCodes.Status413PayloadTooLarge);
            bytes.Write(chunk, 0, read);
        }
        return new ArraySegment<byte>(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}
