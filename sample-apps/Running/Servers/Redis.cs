using AutoInstr.Compare.Running;

namespace AutoInstr.Samples.Servers;

/// <summary>Redis, in memory.</summary>
internal sealed class Redis : IAsyncDisposable
{
    private readonly ServerProcess _process;

    private Redis(ServerProcess process, int port) => (_process, Port) = (process, port);

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Starts it.</summary>
    public static async Task<Redis> StartAsync()
    {
        var server = ServerProcess.Require("redis-server", "/usr/bin/redis-server");
        var port = FreePort.Find();
        var process = await ServerProcess.StartAsync(
            ServerProcess.NewFolder(), "Ready to accept connections", server,
            ["--bind", "127.0.0.1", "--port", $"{port}", "--save", "", "--appendonly", "no"]);
        return new Redis(process, port);
    }

    /// <summary>Stops it.</summary>
    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
