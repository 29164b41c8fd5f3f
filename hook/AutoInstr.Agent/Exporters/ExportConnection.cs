using System.Net.Sockets;

namespace AutoInstr.Agent.Exporters;

/// <summary>Connects an exporter to its receiver, so that it can be told that the look-up of the name is not the application's.</summary>
internal static class ExportConnection
{
    private static readonly AsyncLocal<bool> Connecting = new();

    /// <summary>Whether what goes on here and now is to connect an exporter.</summary>
    public static bool IsBeingMade => Connecting.Value;

    /// <summary>Does what the handler would do by itself.</summary>
    /// <exception cref="SocketException">There is no connection to be had.</exception>
    public static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        Connecting.Value = true;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
