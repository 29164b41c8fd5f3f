using AutoInstr.IntegrationTests.Harness;
using AutoInstr.IntegrationTests.Servers;
using Xunit;

namespace AutoInstr.IntegrationTests.Metrics;

/// <summary>The meters of every library of the catalogue, from the library itself.</summary>
/// <param name="servers">The servers that some of them talk to.</param>
public sealed class LibraryMeterTests(RealServers servers)
{
    [Theory]
    [InlineData("8.0", "db.client.commands.duration", "db.client.connections.usage")]
    [InlineData("10.0", "db.client.operation.duration", "db.client.connection.count")]
    public async Task Npgsql(string runtime, string operations, string connections)
    {
        var server = await servers.PostgreSqlAsync();
        var metrics = await RunAsync("Libraries.Databases", runtime, "npgsql", server.ConnectionString);

        AssertMeter(metrics, "Npgsql", operations, connections);
        var duration = metrics.Last(operations);
        Assert.All(duration.Histogram.DataPoints, point => Assert.Equal([0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10],
            point.ExplicitBounds));
    }

    [Fact]
    public async Task MySqlConnector()
    {
        var server = await servers.MariaDbAsync();
        var metrics = await RunAsync("Libraries.Databases", "10.0", "mysqlconnector", server.ConnectionString);

        AssertMeter(metrics, "MySqlConnector", "db.client.connections.usage", "db.client.connections.create_time");
    }

    [Fact]
    public async Task SqlClient()
    {
        await using var server = new SqlServerStandIn();
        var metrics = await RunAsync("Libraries.Databases", "10.0", "microsoft.data.sqlclient", server.ConnectionString);

        AssertMeter(metrics, "OpenTelemetry.Instrumentation.SqlClient", "db.client.operation.duration");
    }

    [Fact]
    public async Task Entity_Framework_Core() =>
        AssertMeter(
            await RunAsync("Libraries.Databases", "10.0", "efcore-sqlite"),
            "Microsoft.EntityFrameworkCore", "microsoft.entityframeworkcore.queries", "microsoft.entityframeworkcore.savechanges");

    [Fact]
    public async Task FusionCache() =>
        AssertMeter(await RunAsync("Libraries.Databases", "10.0", "fusioncache"), "ZiggyCreatures.Caching.Fusion",
            "fusioncache.cache.get_or_set");

    [Fact]
    public async Task MassTransit() =>
        AssertMeter(await RunAsync("Libraries.Messaging", "10.0", "masstransit-memory"), "MassTransit", "messaging.masstransit.consume");

    [Fact]
    public async Task Nats()
    {
        var server = await servers.NatsAsync();
        AssertMeter(
            await RunAsync("Libraries.Messaging", "10.0", "nats", server.Address), "NATS.Net", "messaging.client.published.messages");
    }

    [Fact]
    public async Task Wolverine() =>
        AssertMeter(await RunAsync("Libraries.Messaging", "10.0", "wolverine"), "Wolverine:Libraries.Messaging",
            "wolverine-execution-time");

    [Fact]
    public async Task Quartz() =>
        AssertMeter(await RunAsync("Libraries.Services", "10.0", "quartz"), "Quartz", "quartz.job.execution.duration");

    [Fact]
    public async Task Orleans() =>
        AssertMeter(await RunAsync("Libraries.Services", "10.0", "orleans"), "Microsoft.Orleans", "orleans-app-requests-latency");

    [Fact]
    public async Task Proto_Actor() =>
        AssertMeter(await RunAsync("Libraries.Services", "10.0", "proto.actor-measured"), "Proto.Actor", "protoactor_actor_spawn_count");

    [Fact]
    public async Task Polly() =>
        AssertMeter(
            await RunAsync("Libraries.Services", "10.0", "polly"),
            "Polly", "resilience.polly.strategy.attempt.duration", "resilience.polly.pipeline.duration");

    [Fact]
    public async Task Names() =>
        AssertMeter(await RunAsync("Libraries.Services", "10.0", "names"), "System.Net.NameResolution", "dns.lookup.duration");

    [Fact]
    public async Task Kubernetes()
    {
        await using var server = HttpEndpoint.Start(_ => new EndpointAnswer(200, """{"kind":"PodList","apiVersion":"v1","items":[]}""", "application/json"));
        AssertMeter(
            await RunAsync("Libraries.Services", "10.0", "kubernetes", server.Address.AbsoluteUri.TrimEnd('/')), "k8s.dotnet",
                "k8s_dotnet_request_total");
    }

    [Fact]
    public async Task MailKit()
    {
        await using var server = SmtpServer.Start();
        AssertMeter(
            await RunAsync("Libraries.Services", "10.0", "mailkit-measured", server.Address.AbsoluteUri),
            "mailkit.net.smtp", "mailkit.net.smtp.client.operation.count");
    }

    [Fact]
    public async Task Model_Context_Protocol() =>
        AssertMeter(await RunAsync("Libraries.Services", "10.0", "mcp"), "Experimental.ModelContextProtocol",
            "mcp.client.operation.duration");

    [Theory]
    [InlineData("openai", "OpenAI.ChatClient")]
    [InlineData("extensions-ai", "Experimental.Microsoft.Extensions.AI")]
    public async Task Models(string library, string meter)
    {
        await using var model = HttpEndpoint.Start(Libraries.ModelTests.Answer);
        AssertMeter(
            await RunAsync("Libraries.Services", "10.0", library, model.Address.AbsoluteUri),
            meter, "gen_ai.client.operation.duration", "gen_ai.client.token.usage");
    }

    [Fact]
    public async Task Semantic_Kernel() =>
        AssertMeter(
            await RunAsync("Libraries.Services", "10.0", "semantic-kernel"), "Microsoft.SemanticKernel",
                "semantic_kernel.function.invocation.duration");

    private static void AssertMeter(ReceivedMetrics metrics, string meter, params string[] names)
    {
        var received = metrics.All.Where(received => received.Scope.Name == meter).Select(received => received.Metric.Name).Distinct(
            ).ToList();
        Assert.True(
            names.All(received.Contains),
            $"{meter} has {string.Join(", ", received)}; meters: {string.Join(", ", metrics.Meters)}");
    }

    private static async Task<ReceivedMetrics> RunAsync(string app, string runtime, params string[] args)
    {
        await using var receiver = await Spans.ReceiveAsync();
        var metrics = new ReceivedMetrics(receiver);
        var run = await TestApp.Library(app, runtime).RunHookedAsync(
            receiver, args, ReceivedMetrics.Settings(("OTEL_METRIC_EXPORT_INTERVAL", null)));
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        return metrics;
    }
}
