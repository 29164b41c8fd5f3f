using System.Text.RegularExpressions;
using AutoInstr.Compare.Running;
using AutoInstr.IntegrationTests.Harness;
using AutoInstr.IntegrationTests.Servers;
using Xunit;

namespace AutoInstr.IntegrationTests.Delivery;

/// <summary>What the collectors of the composition and of the Kubernetes example hand on, and to which address.</summary>
public sealed partial class BackendTests
{
    [Theory]
    [InlineData("containers/compose/collector.yaml", "/jaeger/v1/traces")]
    [InlineData("k8s/examples/backends/otelcol.yaml")]
    public async Task Each_backend_gets_its_signal_where_it_takes_it(string file, params string[] more)
    {
        Assert.SkipWhen(CollectorProgram.Path is null, CollectorProgram.Missing);
        var cancellation = TestContext.Current.CancellationToken;
        await using var backends = HttpEndpoint.Start(static _ => new EndpointAnswer(200, "", "application/x-protobuf"));
        var (grpc, http) = (FreePort.Find(), FreePort.Find());
        var shipped = await File.ReadAllTextAsync(Path.Combine(Repository.Root, file), cancellation);
        var configuration = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            configuration,
            Backend().Replace(shipped, backends.Address + "$1").Replace("0.0.0.0:4317", $"127.0.0.1:{grpc}", StringComparison.Ordinal)
                .Replace("0.0.0.0:4318", $"127.0.0.1:{http}", StringComparison.Ordinal),
            cancellation);
        await using var collector = AppProcess.Start(
            [CollectorProgram.Path!, "--config", configuration], new Dictionary<string, string?>());
        // What is sent before it listens, as the process ends, is not sent again.
        await LoopbackPort.ListensAsync(http);
        await using var app = new TestApp("WebApp", Framework: "net10.0").StartBare(env: new Dictionary<string, string?>
        {
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["DOTNET_STARTUP_HOOKS"] = Repository.Hook,
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{http}",
        });
        using (var client = new HttpClient { BaseAddress = await app.WaitForAddressAsync() })
            await client.GetAsync(new Uri("hello/ann", UriKind.Relative), cancellation);
        await app.StopAsync();

        string[] expected =
            ["/tempo/v1/traces", "/prometheus/api/v1/otlp/v1/metrics", "/loki/otlp/v1/logs", .. more];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!expected.All(Asked().Contains))
        {
            if (patience.IsCancellationRequested)
                Assert.Fail($"asked were only {string.Join(", ", Asked())}");
            await Task.Delay(50, cancellation);
        }
        Assert.Equal(expected.Order(StringComparer.Ordinal), Asked().Order(StringComparer.Ordinal));
        File.Delete(configuration);

        HashSet<string> Asked() => [.. backends.Requests.Select(static request => request.Path)];
    }

    [GeneratedRegex(@"http://(jaeger|tempo|prometheus|loki):\d+")]
    private static partial Regex Backend();
}
