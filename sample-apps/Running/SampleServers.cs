namespace AutoInstr.Samples;

/// <summary>The servers that the sample runs on when it does not run on what it has itself: PostgreSQL, RabbitMQ and Redis.</summary>
sealed class SampleServers : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _servers = [];

    private SampleServers()
    {
    }

    /// <summary>The variables that tell every service where the servers are.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings { get; private set; } = [];

    /// <summary>Starts them, with nothing in them.</summary>
    public static async Task<SampleServers> StartAsync()
    {
        var servers = new SampleServers();
        try
        {
            var postgres = await servers.KeepAsync(PostgreSql.StartAsync());
            var rabbit = await servers.KeepAsync(RabbitMq.StartAsync());
            var redis = await servers.KeepAsync(Redis.StartAsync());
            servers.Settings =
            [
                new("ConnectionStrings__Postgres", postgres.ConnectionString),
                new("ConnectionStrings__RabbitMq", rabbit.Address),
                new("ConnectionStrings__Redis", $"127.0.0.1:{redis.Port}"),
            ];
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var server in Enumerable.Reverse(_servers))
            await server.DisposeAsync();
    }

    private async Task<T> KeepAsync<T>(Task<T> starting)
        where T : IAsyncDisposable
    {
        var server = await starting;
        _servers.Add(server);
        return server;
    }
}
