using System.Net;
using System.Net.Sockets;

namespace AutoInstr.IntegrationTests.Servers;

/// <summary>Speaks as much of a server's protocol as a client needs for a test, where the server itself is not to be had.</summary>
internal abstract class StandIn : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Begins to accept connections.</summary>
    protected StandIn()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Stops it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        _stop.Dispose();
    }

    /// <summary>Answers what a client asks until it goes away.</summary>
    protected abstract Task ServeAsync(NetworkStream client, CancellationToken stop);

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await ServeAsync(client.GetStream(), _stop.Token);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // The client is gone, or the test is over.
            }
        }
    }
}
