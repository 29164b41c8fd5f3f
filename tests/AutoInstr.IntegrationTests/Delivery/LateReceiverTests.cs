using AutoInstr.Compare.Running;
using AutoInstr.IntegrationTests.Harness;
using AutoInstr.IntegrationTests.Logs;
using AutoInstr.IntegrationTests.Metrics;
using AutoInstr.Viewer;
using Xunit;

namespace AutoInstr.IntegrationTests.Delivery;

/// <summary>A receiver that is not there for a while, as when it is started beside the application, costs nothing.</summary>
public sealed class LateReceiverTests
{
    [Theory]
    [InlineData("http/protobuf", "10.0")]
    [InlineData("http/protobuf", "8.0")]
    [InlineData("grpc", "10.0")]
    public async Task What_came_before_it_arrives(string protocol, string runtime)
    {
        var port = FreePort.Find();
        await using var nobody = await Spans.ReceiveAsync();
        await using var app = new TestApp("WebApp", runtime, "net" + runtime).StartHooked(nobody, env: new Dictionary<string, string?>
        {
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{port}",
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol,
            // For so long it is tried.
            ["OTEL_EXPORTER_OTLP_TIMEOUT"] = "60000",
            ["OTEL_LOGS_EXPORTER"] = "otlp",
            ["OTEL_METRICS_EXPORTER"] = "otlp",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
        });
        using var client = new HttpClient { BaseAddress = await app.WaitForAddressAsync() };
        await client.GetAsync("hello/ann", TestContext.Current.CancellationToken);
        await Task.Delay(2000, TestContext.Current.CancellationToken);

        var isGrpc = protocol == "grpc";
        await using var receiver = await OtlpReceiver.StartAsync(
            new ReceiverOptions { GrpcPort = isGrpc ? port : 0, HttpPort = isGrpc ? 0 : port });
        var (logs, metrics) = (new ReceivedLogs(receiver), new ReceivedMetrics(receiver));
        await receiver.WaitAsync("GET /hello/{name}");
        var run = await app.StopAsync();

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains(logs.Of("Microsoft.Hosting.Lifetime"), record => record.Body.StringValue.StartsWith("Now listening on"));
        Assert.True(metrics.Has("http.server.request.duration"));
        Assert.Empty(nobody.Store.Spans);
    }
}
