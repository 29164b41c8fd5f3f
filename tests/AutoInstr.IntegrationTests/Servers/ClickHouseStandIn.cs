using System.Net.Sockets;
using System.Text;

namespace AutoInstr.IntegrationTests.Servers;

/// <summary>The part of ClickHouse's HTTP interface that it takes to answer a query with 42, or that a table is missing.</summary>
internal sealed class ClickHouseStandIn : StandIn
{
    /// <summary>A connection string, with a password that is not to be seen anywhere.</summary>
    public string ConnectionString =>
        $"Host=127.0.0.1;Port={Port};Protocol=http;Compression=false;Username=reader;Password=ch-secret;Database=shop";

    /// <inheritdoc/>
    protected override async Task ServeAsync(NetworkStream client, CancellationToken stop)
    {
        while (await ReadRequestAsync(client, stop) is { } request)
        {
            var isMissing = request.Contains("missing", StringComparison.Ordinal);
            // One column, its name, its type, and one row of it: RowBinaryWithNamesAndTypes.
            byte[] body = isMissing ? Encoding.UTF8.GetBytes("Code: 60. DB::Exception: Table shop.missing does not exist. (UNKNOWN_TABLE)")
                : [1, 7, .. "count()"u8, 6, .. "UInt64"u8, .. BitConverter.GetBytes(42UL)];
            var status = isMissing ? "404 Not Found\r\nX-ClickHouse-Exception-Code: 60" : "200 OK";
            var head = $"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\n\r\n";
            await client.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. body], stop);
        }
    }

    /// <summary>The head and the body of a request as one text; the body is in chunks, of a length, or empty.</summary>
    private static async Task<string?> ReadRequestAsync(NetworkStream client, CancellationToken stop)
    {
        StringBuilder request = new();
        var buffer = new byte[1];
        while (await client.ReadAsync(buffer, stop) > 0)
        {
            request.Append((char)buffer[0]);
            var text = request.ToString();
            var head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (head < 0)
                continue;
            var isChunked = text.Contains("chunked", StringComparison.OrdinalIgnoreCase);
            if (isChunked ? text.EndsWith("0\r\n\r\n", StringComparison.Ordinal) : text.Length - head - 4 == BodyLength(text))
                return text;
        }

        return null;
    }

    private static int BodyLength(string head)
    {
        const string name = "Content-Length: ";
        var start = head.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        return start < 0 ? 0
            : int.Parse(head.AsSpan(start + name.Length, head.IndexOf('\r', start) - start - name.Length),
                System.Globalization.CultureInfo.InvariantCulture);
    }
}
