using AutoInstr.Compare.Running;

namespace AutoInstr.Samples.Servers;

/// <summary>PostgreSQL, with a database <c>shop</c>.</summary>
internal sealed class PostgreSql : IAsyncDisposable
{
    private readonly ServerProcess _process;

    private PostgreSql(ServerProcess process, int port) => (_process, Port) = (process, port);

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>A connection string, with a password that is not to be seen anywhere.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Username=postgres;Password=pg-secret;Database=shop";

    /// <summary>Starts it.</summary>
    public static async Task<PostgreSql> StartAsync()
    {
        const string user = "postgres";
        var postgres = ServerProcess.Require("postgresql", "/usr/lib/postgresql/*/bin/postgres");
        var folder = ServerProcess.NewFolder(user);
        var data = Path.Combine(folder, "data");
        ServerProcess.Run(Path.Combine(Path.GetDirectoryName(postgres)!, "initdb"),
            ["-D", data, "-U", user, "-A", "trust", "-E", "UTF8", "--no-sync"], user);
        var port = FreePort.Find();
        var process = await ServerProcess.StartAsync(folder, "ready to accept connections", postgres,
            ["-D", data, "-p", $"{port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off"], user);
        ServerProcess.Run(
            Path.Combine(Path.GetDirectoryName(postgres)!, "createdb"), ["-h", "127.0.0.1", "-p", $"{port}", "-U", user, "shop"]);
        return new PostgreSql(process, port);
    }

    /// <summary>Stops it.</summary>
    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
