using AutoInstr.Compare.Running;

namespace AutoInstr.IntegrationTests.Servers;

/// <summary>Firebird 3, with a database <c>shop.fdb</c>.</summary>
internal sealed class Firebird : IAsyncDisposable
{
    private const string Password = "secret";

    private readonly ServerProcess _process;

    private Firebird(ServerProcess process, string folder, int port) => (_process, Database, Port) = (process, DatabaseIn(folder), port);

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The file of the database.</summary>
    public string Database { get; }

    /// <summary>A connection string.</summary>
    public string ConnectionString => $"DataSource=127.0.0.1;Port={Port};Database={Database};User=SYSDBA;Password={Password}";

    /// <summary>Starts it.</summary>
    public static async Task<Firebird> StartAsync()
    {
        var firebird = ServerProcess.Require("firebird3.0-server", "/usr/sbin/firebird");
        var isql = ServerProcess.Require("firebird3.0-utils", "/usr/bin/isql-fb");
        var folder = ServerProcess.NewFolder();
        var port = FreePort.Find();
        // What the server needs is looked for in its root folder, and so is its configuration.
        foreach (var part in Directory.GetFileSystemEntries(
            ServerProcess.Require("firebird3.0-server-core", "/usr/lib/*/firebird/3.0/firebird.msg")[..^"firebird.msg".Length]))
        {
            if (!part.EndsWith(".conf", StringComparison.Ordinal) || part.EndsWith("plugins.conf", StringComparison.Ordinal))
                File.CreateSymbolicLink(Path.Combine(folder, Path.GetFileName(part)), part);
        }
        await File.WriteAllTextAsync(Path.Combine(folder, "databases.conf"), "");
        await File.WriteAllTextAsync(Path.Combine(folder, "firebird.conf"), $"""
            RemoteServicePort = {port}
            RemoteBindAddress = 127.0.0.1
            SecurityDatabase = {folder}/security3.fdb
            AuthServer = Srp
            UserManager = Srp
            WireCrypt = Enabled

            """);
        var environment = new Dictionary<string, string>
        {
            ["FIREBIRD"] = folder,
            ["FIREBIRD_LOCK"] = folder,
            ["FIREBIRD_TMP"] = folder,
        };
        var setup = Path.Combine(folder, "setup.sql");
        await File.WriteAllTextAsync(setup, $"""
            CREATE DATABASE '{folder}/security3.fdb' USER SYSDBA;
            IN /usr/share/firebird/3.0/security.sql;
            COMMIT;
            CREATE USER SYSDBA PASSWORD '{Password}';
            COMMIT;
            CREATE DATABASE '{DatabaseIn(folder)}' USER SYSDBA;
            COMMIT;

            """);
        ServerProcess.Run(isql, ["-q", "-user", "SYSDBA", "-i", setup], environment: environment);
        return new Firebird(
            await ServerProcess.StartAsync(folder, null, firebird, [], environment: environment, readyPort: port), folder, port);
    }

    /// <summary>Stops it.</summary>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static string DatabaseIn(string folder) => Path.Combine(folder, "shop.fdb");
}
