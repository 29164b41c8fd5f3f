using AutoInstr.IntegrationTests.Servers;
using Xunit;

[assembly: AssemblyFixture(typeof(RealServers))]

namespace AutoInstr.IntegrationTests.Servers;

/// <summary>One server of each kind for all tests, started when the first test asks for it and stopped after the last test.</summary>
public sealed class RealServers : IAsyncDisposable
{
    private readonly Lazy<Task<PostgreSql>> _postgreSql = new(PostgreSql.StartAsync);
    private readonly Lazy<Task<MariaDb>> _mariaDb = new(MariaDb.StartAsync);
    private readonly Lazy<Task<RabbitMq>> _rabbitMq = new(RabbitMq.StartAsync);
    private readonly Lazy<Task<Redis>> _redis = new(Redis.StartAsync);
    private readonly Lazy<Task<Nats>> _nats = new(Nats.StartAsync);
    private readonly Lazy<Task<Firebird>> _firebird = new(Firebird.StartAsync);

    /// <summary>PostgreSQL; skips the test when it is not installed.</summary>
    internal Task<PostgreSql> PostgreSqlAsync() => _postgreSql.Value;

    /// <summary>MariaDB; skips the test when it is not installed.</summary>
    internal Task<MariaDb> MariaDbAsync() => _mariaDb.Value;

    /// <summary>RabbitMQ; skips the test when it is not installed.</summary>
    internal Task<RabbitMq> RabbitMqAsync() => _rabbitMq.Value;

    /// <summary>Redis; skips the test when it is not installed.</summary>
    internal Task<Redis> RedisAsync() => _redis.Value;

    /// <summary>NATS; skips the test when it is not installed.</summary>
    internal Task<Nats> NatsAsync() => _nats.Value;

    /// <summary>Firebird; skips the test when it is not installed.</summary>
    internal Task<Firebird> FirebirdAsync() => _firebird.Value;

    /// <summary>Stops those that were started.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(_postgreSql);
        await StopAsync(_mariaDb);
        await StopAsync(_rabbitMq);
        await StopAsync(_redis);
        await StopAsync(_nats);
        await StopAsync(_firebird);
    }

    private static async Task StopAsync<T>(Lazy<Task<T>> server)
        where T : IAsyncDisposable
    {
        if (server is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await (await server.Value).DisposeAsync();
    }
}
