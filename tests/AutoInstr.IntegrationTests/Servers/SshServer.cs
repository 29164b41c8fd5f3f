using AutoInstr.Compare.Running;

namespace AutoInstr.IntegrationTests.Servers;

/// <summary>OpenSSH's server, which lets one key in: that of whoever runs the tests.</summary>
internal sealed class SshServer : IAsyncDisposable
{
    private readonly ServerProcess _process;

    private SshServer(ServerProcess process, int port, string keyFile) => (_process, Port, KeyFile) = (process, port, keyFile);

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The private key.</summary>
    public string KeyFile { get; }

    /// <summary>Starts it; skips the test when it is not installed.</summary>
    public static async Task<SshServer> StartAsync()
    {
        var server = ServerProcess.Require("openssh-server", "/usr/sbin/sshd");
        var (folder, port) = (ServerProcess.NewFolder(), FreePort.Find());
        var (hostKey, userKey, config) = (Path.Combine(folder, "host"), Path.Combine(folder, "user"), Path.Combine(folder, "sshd_config"));
        ServerProcess.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", hostKey]);
        ServerProcess.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", userKey]);
        await File.WriteAllTextAsync(config,
            $"""
            Port {port}
            ListenAddress 127.0.0.1
            HostKey {hostKey}
            AuthorizedKeysFile {userKey}.pub
            PidFile none
            PermitRootLogin prohibit-password
            PasswordAuthentication no
            StrictModes no
            UsePAM no

            """);
        // Where the server of root shuts its helpers in; the package's service would make it.
        if (Environment.IsPrivilegedProcess)
            Directory.CreateDirectory("/run/sshd");
        var process = await ServerProcess.StartAsync(folder, "Server listening on", server, ["-D", "-e", "-f", config]);
        return new SshServer(process, port, userKey);
    }

    /// <summary>Stops it.</summary>
    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
