using AutoInstr.Compare.Running;

namespace AutoInstr.IntegrationTests.Servers;

/// <summary>nginx with one configured server, on a free port.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private readonly ServerProcess _process;

    private Nginx(ServerProcess process, int port) => (_process, Address) = (process, new Uri($"http://127.0.0.1:{port}"));

    /// <summary>Where it is.</summary>
    public Uri Address { get; }

    /// <summary>Starts it.</summary>
    /// <param name="server">The server's configuration, by the address that it is to listen on.</param>
    public static async Task<Nginx> StartAsync(Func<string, string> server)
    {
        var nginx = ServerProcess.Require("nginx", "/usr/sbin/nginx");
        var port = FreePort.Find();
        var folder = ServerProcess.NewFolder();
        var configuration = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(configuration, $$"""
            daemon off;
            master_process off;
            pid {{folder}}/pid;
            error_log stderr;
            events {}
            http {
                access_log off;
                client_body_temp_path {{folder}}/body;
                proxy_temp_path {{folder}}/proxy;
                fastcgi_temp_path {{folder}}/fastcgi;
                uwsgi_temp_path {{folder}}/uwsgi;
                scgi_temp_path {{folder}}/scgi;
                {{server($"127.0.0.1:{port}")}}
            }
            """);
        var process = await ServerProcess.StartAsync(
            folder, readyText: null, nginx, ["-e", "stderr", "-p", folder, "-c", configuration], readyPort: port);
        return new Nginx(process, port);
    }

    /// <summary>Stops it.</summary>
    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
