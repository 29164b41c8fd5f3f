using AutoInstr.Compare.Running;
using AutoInstr.IntegrationTests.Harness;
using AutoInstr.Viewer;
using Xunit;

namespace AutoInstr.IntegrationTests.Metrics;

/// <summary>When metrics are sent, by which way, and what happens when they cannot be.</summary>
public sealed class MetricExportTests
{
    private static readonly TestApp App = new("MetricsApp", "10.0", "net10.0");
    private static readonly (string, string?) Shop = ("OTEL_DOTNET_AUTO_METRICS_ADDITIONAL_SOURCES", "Shop.Orders");
    private static readonly (string, string?) Seldom = ("OTEL_METRIC_EXPORT_INTERVAL", null);

    [Theory]
    [InlineData("many", 0)]
    [InlineData("exit", 7)]
    [InlineData("throw", 134)]
    public async Task What_was_measured_last_arrives_however_the_process_ends(string end, int exitCode)
    {
        await using var receiver = await Spans.ReceiveAsync();
        var metrics = new ReceivedMetrics(receiver);

        var run = await App.RunHookedAsync(receiver, [end, "1"], ReceivedMetrics.Settings(Shop, Seldom));

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal(1, ReceivedMetrics.Total(metrics.Last("shop.orders")));
    }

    [Fact]
    public async Task They_are_sent_from_time_to_time_and_when_the_process_is_asked_to_end()
    {
        await using var receiver = await Spans.ReceiveAsync();
        var metrics = new ReceivedMetrics(receiver);
        await using var process = App.StartHooked(receiver, ["forever"], ReceivedMetrics.Settings(Shop));

        await metrics.WaitAsync("shop.orders", metric => ReceivedMetrics.Total(metric) > 0);
        var seen = metrics.Requests.Count;
        await metrics.WaitAsync("shop.orders", _ => metrics.Requests.Count > seen + 2);
        var run = await process.StopAsync();

        Assert.Equal((143, ""), (run.ExitCode, run.Errors));
        var totals = metrics.All.Where(received => received.Metric.Name == "shop.orders")
            .Select(received => ReceivedMetrics.Total(received.Metric)).ToList();
        Assert.Equal(totals.Order(), totals);
    }

    [Fact]
    public async Task They_have_a_path_headers_and_a_protocol_of_their_own()
    {
        await using var receiver = await Spans.ReceiveAsync();
        var batches = new List<ReceivedBatch>();
        receiver.Received += batch =>
        {
            lock (batches)
                batches.Add(batch);
        };

        await App.RunHookedAsync(receiver, ["many", "1"], ReceivedMetrics.Settings(
            Shop, Seldom,
            ("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", $"{receiver.HttpEndpoint}v1/metrics"),
            ("OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "http/protobuf"),
            ("OTEL_EXPORTER_OTLP_METRICS_HEADERS", "api-key=42"),
            ("OTEL_EXPORTER_OTLP_METRICS_COMPRESSION", "gzip"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "api-key=general")));

        var batch = Assert.Single(batches, batch => batch.Signal == Signal.Metrics);
        Assert.Equal((OtlpProtocol.HttpProtobuf, "42", "gzip"), (batch.Protocol, batch.Headers["api-key"],
            batch.Headers["content-encoding"]));
    }

    [Fact]
    public async Task The_console_gets_a_line_of_json_for_each()
    {
        await using var receiver = await Spans.ReceiveAsync();

        var run = await App.RunHookedAsync(
            receiver, ["every-instrument"], ReceivedMetrics.Settings(Shop, Seldom, ("OTEL_METRICS_EXPORTER", "console")));

        var lines = run.Output.Split('\n').Where(line => line.StartsWith('{')).Select(line => System.Text.Json.JsonDocument.Parse(
            line).RootElement);
        var byName = lines.ToDictionary(line => line.GetProperty("name").GetString()!);
        Assert.Equal("counter", byName["shop.orders"].GetProperty("type").GetString());
        Assert.Equal(
            ["book 2", "pen 1"],
            byName["shop.orders"].GetProperty("points").EnumerateArray().Select(point =>
                $"{point.GetProperty("attributes").GetProperty("kind").GetString()} {point.GetProperty("value").GetInt64()}").Order());
        Assert.Equal(2, byName["shop.order.duration"].GetProperty("points")[0].GetProperty("count").GetInt64());
        Assert.Equal("test", byName["shop.price"].GetProperty("resource").GetProperty("service.name").GetString());
    }

    [Theory]
    [InlineData("OTEL_METRICS_EXPORTER", "none")]
    [InlineData("OTEL_DOTNET_AUTO_METRICS_ENABLED", "false")]
    public async Task They_can_be_switched_off(string variable, string value)
    {
        await using var receiver = await Spans.ReceiveAsync();
        var metrics = new ReceivedMetrics(receiver);

        await App.RunHookedAsync(receiver, ["many", "1"], ReceivedMetrics.Settings(Shop, (variable, value)));

        Assert.Empty(metrics.Requests);
    }

    [Fact]
    public async Task They_are_sent_without_traces()
    {
        await using var receiver = await Spans.ReceiveAsync();
        var metrics = new ReceivedMetrics(receiver);

        var run = await App.RunHookedAsync(receiver, ["many", "1"], ReceivedMetrics.Settings(Shop, Seldom, ("OTEL_TRACES_EXPORTER",
            "none")));

        Assert.Empty(run.Errors);
        Assert.True(metrics.Has("shop.orders"));
        Assert.Empty(receiver.Store.Spans);
    }

    [Fact]
    public async Task Each_library_can_be_switched_by_itself()
    {
        await using var receiver = await Spans.ReceiveAsync();
        var metrics = new ReceivedMetrics(receiver);

        await App.RunHookedAsync(receiver, ["many", "1"], ReceivedMetrics.Settings(
            Seldom, ("OTEL_DOTNET_AUTO_METRICS_INSTRUMENTATION_ENABLED", "false"), (
                "OTEL_DOTNET_AUTO_METRICS_PROCESS_INSTRUMENTATION_ENABLED", "true")));

        Assert.Equal(["AutoInstr.Process"], metrics.Meters);
    }

    [Fact]
    public async Task A_receiver_that_is_not_there_costs_two_lines()
    {
        await using var receiver = await Spans.ReceiveAsync();
        var nobody = FreePort.Find();

        var run = await App.RunHookedAsync(receiver, ["many", "1"], ReceivedMetrics.Settings(
            Shop, Seldom, ("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://127.0.0.1:{nobody}"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")));

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(2, run.Said.Count);
        Assert.StartsWith(
            $"autoinstr: otlp: metrics do not arrive at http://127.0.0.1:{nobody}/v1/metrics: connection refused", run.Said[0]);
        Assert.Matches(@"^autoinstr: lost on the way out: (\d+) data points to otlp \(\1 could not be delivered\)$", run.Said[1]);
    }
}
