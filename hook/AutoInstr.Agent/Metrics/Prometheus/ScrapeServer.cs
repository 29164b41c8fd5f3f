using System.Net;
using System.Net.Sockets;
using System.Text;
using AutoInstr.Agent.SelfLog;
using OpenTelemetry;

namespace AutoInstr.Agent.Metrics.Prometheus;

/// <summary>Answers <c>GET /metrics</c>, one request a connection, and nothing else.</summary>
/// <remarks>
/// <see cref="HttpListener"/> would do, but for three things: it answers only to names and addresses that it was given, which a pod does
/// not know; it listens on every interface by IPv4 alone; and it is a library of the application's, which is patched to be traced.
/// </remarks>
internal sealed class ScrapeServer : IDisposable
{
    private const string Path = "/metrics";
    private const int LargestRequest = 16 * 1024;
    private const int MostConnections = 16;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _connections = new(MostConnections);
    private readonly Socket _listener;
    private readonly Scrape _scrape;

    /// <summary>Begins to listen.</summary>
    /// <param name="host">A name or an address of this machine; <c>*</c> is every interface.</param>
    /// <param name="port">The port.</param>
    /// <param name="scrape">Collects.</param>
    /// <exception cref="SocketException">It is no address of this machine, or the port is in use.</exception>
    public ScrapeServer(string host, int port, Scrape scrape)
    {
        _scrape = scrape;
        var address = AddressOf(host);
        _listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.Equals(IPAddress.IPv6Any))
                _listener.DualMode = true;
            _listener.Bind(new IPEndPoint(address, port));
            _listener.Listen();
        }
        catch (SocketException)
        {
            _listener.Dispose();
            throw;
        }
        // Nothing that is done for a scrape may become a span.
        using var scope = SuppressInstrumentationScope.Begin();
        _ = Task.Run(AcceptAsync);
    }

    /// <summary>Stops listening.</summary>
    public void Dispose()
    {
        _stopping.Cancel();
        _listener.Dispose();
    }

    private static IPAddress AddressOf(string host) => host switch
    {
        "*" or "+" or "0.0.0.0" or "::" => Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any,
        "localhost" => IPAddress.Loopback,
        _ => IPAddress.TryParse(host, out var address) ? address : Dns.GetHostAddresses(host)[0],
    };

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await _connections.WaitAsync(_stopping.Token).ConfigureAwait(false);
                var connection = await _listener.AcceptAsync(_stopping.Token).ConfigureAwait(false);
                _ = ServeAsync(connection);
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException exception)
            {
                // Of a connection that was given up before it was taken, or for want of file descriptors, which may pass.
                _connections.Release();
                Log.Once(LogLevel.Warn, "scrape accept", $"prometheus: a connection could not be taken ({exception.Message})");
                await Task.Delay(100).ConfigureAwait(false);
            }
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        try
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
            timeout.CancelAfter(Patience);
            using var stream = new NetworkStream(connection, ownsSocket: true);
            if (await ReadAsync(stream, timeout.Token).ConfigureAwait(false) is { } request)
                await AnswerAsync(stream, request.Split("\r\n"), timeout.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Whoever asked has gone, or asks for longer than it may.
            Log.Debug($"prometheus: a scrape failed: {exception.GetType().Name}: {exception.Message}");
        }
        finally
        {
            _connections.Release();
        }
    }

    /// <summary>Reads request line and headers; a scrape has no body.</summary>
    /// <returns><see langword="null"/> when they do not end.</returns>
    private static async Task<string?> ReadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[LargestRequest];
        for (var length = 0; length < buffer.Length;)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (read == 0)
                return null;
            length += read;
            var end = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
                return Encoding.Latin1.GetString(buffer, 0, end);
        }
        return null;
    }

    private async Task AnswerAsync(NetworkStream stream, string[] lines, CancellationToken cancellationToken)
    {
        var words = lines[0].Split(' ');
        var path = words.Length == 3 ? words[1].Split('?')[0] : "";
        if (path.TrimEnd('/') != Path)
            await RefuseAsync(stream, "404 Not Found", $"metrics are at {Path}\n", cancellationToken).ConfigureAwait(false);
        else if (words[0] is not ("GET" or "HEAD"))
            await RefuseAsync(stream, "405 Method Not Allowed", "metrics are to be had by GET\n", cancellationToken).ConfigureAwait(false);
        else if (!await _scrape.CollectAsync(Header(lines, "Accept:"), SendAsync, cancellationToken).ConfigureAwait(false))
            await RefuseAsync(stream, "500 Internal Server Error", "the collection failed\n", cancellationToken).ConfigureAwait(false);

        Task SendAsync(string type, ArraySegment<byte> text) =>
            WriteAsync(stream, "200 OK", type, text, words[0] == "GET", cancellationToken);
    }

    private static Task RefuseAsync(NetworkStream stream, string status, string reason, CancellationToken cancellationToken) =>
        WriteAsync(stream, status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(reason), true, cancellationToken);

    private static async Task WriteAsync(
        NetworkStream stream, string status, string type, ReadOnlyMemory<byte> body, bool withBody, CancellationToken cancellationToken)
    {
        var head = $"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head), cancellationToken).ConfigureAwait(false);
        if (withBody)
            await stream.WriteAsync(body, cancellationToken).ConfigureAwait(false);
    }

    private static string? Header(string[] lines, string name)
    {
        var line = Array.Find(lines, line => line.StartsWith(name, StringComparison.OrdinalIgnoreCase));
        return line?[name.Length..].Trim();
    }
}
