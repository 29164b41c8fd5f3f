using AutoInstr.Compare.Running;

namespace AutoInstr.Samples.Servers;

/// <summary>RabbitMQ, which speaks AMQP 1.0 too, with the port mapper that Erlang needs as a child of its own.</summary>
internal sealed class RabbitMq : IAsyncDisposable
{
    private readonly ServerProcess _portMapper;
    private readonly ServerProcess _process;

    private RabbitMq(ServerProcess portMapper, ServerProcess process, int port) =>
        (_portMapper, _process, Port) = (portMapper, process, port);

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>An address with the user's name and password.</summary>
    public string Address => $"amqp://guest:guest@127.0.0.1:{Port}";

    /// <summary>Starts it.</summary>
    public static async Task<RabbitMq> StartAsync()
    {
        var server = ServerProcess.Require("rabbitmq-server", "/usr/lib/rabbitmq/bin/rabbitmq-server");
        var (port, distributionPort, mapperPort) = (FreePort.Find(), FreePort.Find(), FreePort.Find());
        var portMapper = await ServerProcess.StartAsync(
            ServerProcess.NewFolder(), "epmd running", "/usr/bin/epmd", ["-d", "-port", $"{mapperPort}", "-address", "127.0.0.1"]);
        try
        {
            var folder = ServerProcess.NewFolder();
            var (config, plugins) = (Path.Combine(folder, "rabbitmq.conf"), Path.Combine(folder, "plugins"));
            await File.WriteAllTextAsync(plugins, "[rabbitmq_amqp1_0].\n");
            await File.WriteAllTextAsync(config, $"listeners.tcp.1 = 127.0.0.1:{port}\nlog.console = true\nlog.console.level = error\n");
            var process = await ServerProcess.StartAsync(folder, "completed with", server, [], environment: new()
            {
                ["HOME"] = folder,
                ["ERL_EPMD_PORT"] = $"{mapperPort}",
                ["RABBITMQ_NODENAME"] = $"autoinstr-{port}@localhost",
                ["RABBITMQ_DIST_PORT"] = $"{distributionPort}",
                ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
                ["RABBITMQ_MNESIA_BASE"] = Path.Combine(folder, "mnesia"),
                ["RABBITMQ_LOG_BASE"] = Path.Combine(folder, "log"),
                ["RABBITMQ_LOGS"] = "-",
                ["RABBITMQ_CONFIG_FILE"] = config,
                ["RABBITMQ_ENABLED_PLUGINS_FILE"] = plugins,
                ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
            });
            return new RabbitMq(portMapper, process, port);
        }
        catch
        {
            await portMapper.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await _portMapper.DisposeAsync();
    }
}
