using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AutoInstr.UnitTests.Exporters;

/// <summary>A server on a free loopback port that says what a test wants, right or wrong.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private readonly List<HttpExchange> _requests = [];

    private ScriptedServer(int port, Func<ScriptedServer, NetworkStream, CancellationToken, Task> serve)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync(serve);
    }

    public int Port { get; }

    /// <summary>The HTTP requests read up to now.</summary>
    public IReadOnlyList<HttpExchange> Requests
    {
        get
        {
            lock (_requests)
                return [.. _requests];
        }
    }

    /// <summary>Answers the first HTTP request with the first status line and headers, and so on; the last one stays.</summary>
    public static ScriptedServer Answering(params string[] answers) => AnsweringOn(0, answers);

    public static ScriptedServer AnsweringOn(int port, params string[] answers) => new(port, async (server, stream, stop) =>
    {
        while (await HttpExchange.ReadAsync(stream, stop) is { } request)
        {
            int number;
            lock (server._requests)
            {
                server._requests.Add(request);
                number = server._requests.Count;
            }
            var answer = answers[Math.Min(number, answers.Length) - 1];
            await stream.WriteAsync(Encoding.Latin1.GetBytes($"HTTP/1.1 {answer}\r\nContent-Length: 0\r\n\r\n"), stop);
        }
    });

    /// <summary>Says these bytes to whoever connects, and hangs up.</summary>
    public static ScriptedServer Saying(byte[] bytes) => new(0, async (_, stream, stop) =>
    {
        // What has not been read when a connection is closed resets it, and with it what was said.
        await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, stop);
        await stream.WriteAsync(bytes, stop);
        stream.Socket.Shutdown(SocketShutdown.Send);
        await stream.CopyToAsync(Stream.Null, stop);
    });

    /// <summary>Does what a test wants with each connection.</summary>
    public static ScriptedServer Serving(Func<NetworkStream, CancellationToken, Task> serve) =>
        ServingOn(0, serve);

    public static ScriptedServer ServingOn(int port, Func<NetworkStream, CancellationToken, Task> serve) =>
        new(port, (_, stream, stop) => serve(stream, stop));

    /// <summary>Takes everything and never answers.</summary>
    /// <param name="reached">Hears of the first byte.</param>
    public static ScriptedServer Hanging(Action? reached = null) => new(0, async (_, stream, stop) =>
    {
        await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, stop);
        reached?.Invoke();
        await stream.CopyToAsync(Stream.Null, stop);
    });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync(Func<ScriptedServer, NetworkStream, CancellationToken, Task> serve)
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token), serve));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client, Func<ScriptedServer, NetworkStream, CancellationToken, Task> serve)
    {
        using (client)
        {
            try
            {
                await serve(this, client.GetStream(), _stop.Token);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException)
            {
                // The client went away, or the test is over.
            }
        }
    }
}

/// <summary>An HTTP/1.1 request.</summary>
internal sealed record HttpExchange(string RequestLine, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>Reads a request, or gives <see langword="null"/> at the end of the connection.</summary>
    public static async Task<HttpExchange?> ReadAsync(Stream stream, CancellationToken stop)
    {
        var requestLine = await ReadLineAsync(stream, stop);
        if (requestLine.Length == 0)
            return null;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await ReadLineAsync(stream, stop) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }
        var body = new MemoryStream();
        if (headers.TryGetValue("Content-Length", out var length))
            await CopyAsync(stream, body, int.Parse(length, CultureInfo.InvariantCulture), stop);
        while (headers.ContainsKey("Transfer-Encoding"))
        {
            var size = int.Parse(await ReadLineAsync(stream, stop), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            await CopyAsync(stream, body, size, stop);
            await ReadLineAsync(stream, stop);
            if (size == 0)
                break;
        }
        return new HttpExchange(requestLine, headers, body.ToArray());
    }

    private static async Task CopyAsync(Stream from, Stream to, int count, CancellationToken stop)
    {
        var bytes = new byte[count];
        await from.ReadExactlyAsync(bytes, stop);
        await to.WriteAsync(bytes, stop);
    }

    private static async Task<string> ReadLineAsync(Stream stream, CancellationToken stop)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await stream.ReadAsync(one, stop) == 1 && one[0] != '\n')
            line.Add(one[0]);
        return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
    }
}
