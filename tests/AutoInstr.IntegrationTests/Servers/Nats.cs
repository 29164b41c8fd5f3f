using AutoInstr.Compare.Running;

namespace AutoInstr.IntegrationTests.Servers;

/// <summary>NATS.</summary>
internal sealed class Nats : IAsyncDisposable
{
    private readonly ServerProcess _process;

    private Nats(ServerProcess process, int port) => (_process, Port) = (process, port);

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The server's address.</summary>
    public string Address => $"nats://127.0.0.1:{Port}";

    /// <summary>Starts it.</summary>
    public static async Task<Nats> StartAsync()
    {
        var server = ServerProcess.Require("nats-server", "/usr/sbin/nats-server", "/usr/bin/nats-server");
        var port = FreePort.Find();
        return new Nats(
            await ServerProcess.StartAsync(ServerProcess.NewFolder(), "Server is ready", server, ["-a", "127.0.0.1", "-p", $"{port}"]),
            port);
    }

    /// <summary>Stops it.</summary>
    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
