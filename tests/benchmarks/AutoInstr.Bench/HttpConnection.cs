using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AutoInstr.Bench;

/// <summary>One kept-alive HTTP/1.1 connection, as cheap as can be: the load shares the machine's cores with what it measures.</summary>
sealed class HttpConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[64 * 1024];

    /// <summary>Connects.</summary>
    public async Task ConnectAsync(Uri address, CancellationToken cancellation) =>
        await _socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(address.Host), address.Port), cancellation);

    /// <summary>The bytes of a request.</summary>
    /// <param name="method">GET or POST.</param>
    /// <param name="path">The path.</param>
    /// <param name="json">The body, if any.</param>
    public static byte[] Request(string method, string path, string json = "") => Encoding.ASCII.GetBytes(
        $"{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {json.Length}\r\n\r\n{json}");

    /// <summary>Sends a request and takes the whole answer in.</summary>
    /// <returns>The status code.</returns>
    /// <exception cref="InvalidOperationException">The service closed the connection, or answered with more than fits the
    /// buffer.</exception>
    public async ValueTask<int> SendAsync(ReadOnlyMemory<byte> request, CancellationToken cancellation)
    {
        await _socket.SendAsync(request, cancellation);
        var length = 0;
        while (true)
        {
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(length), cancellation);
            if (read == 0)
                throw new InvalidOperationException("The service closed the connection, or its answer is too large.");
            length += read;
            if (IsComplete(_buffer.AsSpan(0, length)))
                return int.Parse(_buffer.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    /// <summary>Whether an answer has its last byte. In a chunked one the JSON body cannot hold the bytes that end it.</summary>
    private static bool IsComplete(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
            return false;
        var field = answer[..head].IndexOf("\r\nContent-Length: "u8);
        if (field < 0)
            return answer.EndsWith("\r\n0\r\n\r\n"u8);
        var number = answer[(field + "\r\nContent-Length: "u8.Length)..(head + 2)];
        var body = int.Parse(number[..number.IndexOf((byte)'\r')], NumberStyles.None, CultureInfo.InvariantCulture);
        return answer.Length == head + 4 + body;
    }
}
