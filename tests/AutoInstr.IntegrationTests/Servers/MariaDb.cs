using AutoInstr.Compare.Running;

namespace AutoInstr.IntegrationTests.Servers;

/// <summary>MariaDB, with a database <c>shop</c>.</summary>
internal sealed class MariaDb : IAsyncDisposable
{
    private readonly ServerProcess _process;

    private MariaDb(ServerProcess process, int port) => (_process, Port) = (process, port);

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>A connection string.</summary>
    public string ConnectionString => $"Server=127.0.0.1;Port={Port};User ID=root;Database=shop";

    /// <summary>Starts it.</summary>
    public static async Task<MariaDb> StartAsync()
    {
        const string user = "mysql";
        var mariadbd = ServerProcess.Require("mariadb-server", "/usr/sbin/mariadbd");
        var folder = ServerProcess.NewFolder(user);
        var data = Path.Combine(folder, "data");
        ServerProcess.Run("/usr/bin/mariadb-install-db",
            ["--no-defaults", $"--datadir={data}", "--auth-root-authentication-method=normal", "--skip-test-db"], user);
        Directory.CreateDirectory(Path.Combine(data, "shop"));
        if (Environment.IsPrivilegedProcess)
            ServerProcess.Run("chown", [user, Path.Combine(data, "shop")]);
        var port = FreePort.Find();
        var process = await ServerProcess.StartAsync(folder, "ready for connections", mariadbd,
            ["--no-defaults", $"--datadir={data}", "--bind-address=127.0.0.1", $"--port={port}", $"--socket={folder}/socket",
                $"--pid-file={folder}/pid"], user);
        return new MariaDb(process, port);
    }

    /// <summary>Stops it.</summary>
    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
