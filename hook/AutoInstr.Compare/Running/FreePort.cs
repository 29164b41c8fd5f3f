using System.Net;
using System.Net.Sockets;

namespace AutoInstr.Compare.Running;

/// <summary>Ports for services that are to be started.</summary>
internal static class FreePort
{
    /// <summary>Below those that systems give to whoever asks for any, so that one stays free until its service takes it, and again
    /// when that is started anew.</summary>
    private const int First = 15_000;
    private const int End = 32_000;

    private static int _next = Random.Shared.Next(First, End);

    /// <summary>Finds one on the loopback interface that nobody listens on right now, and that this process has not been given
    /// before.</summary>
    /// <exception cref="SocketException">There is none.</exception>
    public static int Find()
    {
        for (var tried = 1; ; tried++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % (End - First));
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException) when (tried < End - First)
            {
                // Somebody has it.
            }
        }
    }
}
