using System.Net;
using System.Net.Sockets;

namespace AutoInstr.IntegrationTests.Servers;

/// <summary>As much of an SMTP server as a client needs to get rid of a message; nobody has no mailbox here.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _serving;

    private SmtpServer()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Where it is.</summary>
    public Uri Address => new($"smtp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Starts one on a free port.</summary>
    public static SmtpServer Start() => new();

    /// <summary>Stops it.</summary>
    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
                _ = ConverseAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It was stopped.
        }
    }

    private static async Task ConverseAsync(TcpClient connection)
    {
        using var _ = connection;
        using var reader = new StreamReader(connection.GetStream());
        await using var writer = new StreamWriter(connection.GetStream()) { AutoFlush = true, NewLine = "\r\n" };
        await writer.WriteLineAsync("220 ready");
        for (var inMessage = false; await reader.ReadLineAsync() is { } line;)
        {
            if (inMessage && line != ".")
                continue;
            inMessage = line == "DATA";
            await writer.WriteLineAsync(line.Split(' ')[0] switch
            {
                "RCPT" when line.Contains("nobody", StringComparison.Ordinal) => "550 no such mailbox",
                "DATA" => "354 go on",
                "QUIT" => "221 bye",
                _ => "250 ok",
            });
        }
    }
}
