using System.Net;
using System.Net.Sockets;

namespace AutoInstr.Compare.Running;

/// <summary>Ports for services that are to be started.</summary>
internal static class FreePort
{
    /// <summary>Finds one on the loopback interface that nobody listens on right now.</summary>
    public static int Find()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
