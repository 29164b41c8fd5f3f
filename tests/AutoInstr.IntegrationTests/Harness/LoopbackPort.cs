using System.Net;
using System.Net.Sockets;

namespace AutoInstr.IntegrationTests.Harness;

/// <summary>Ports of this machine that something is to listen on.</summary>
internal static class LoopbackPort
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Waits until a connection is taken.</summary>
    /// <exception cref="OperationCanceledException">Nobody listens in time.</exception>
    public static async Task ListensAsync(int port)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            using var socket = new TcpClient();
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port, patience.Token);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50, patience.Token);
            }
        }
    }
}
