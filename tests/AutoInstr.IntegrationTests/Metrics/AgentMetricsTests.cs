using AutoInstr.Compare.Running;
using AutoInstr.IntegrationTests.Harness;
using AutoInstr.Viewer;
using AutoInstr.Viewer.Otlp;
using Xunit;

namespace AutoInstr.IntegrationTests.Metrics;

/// <summary>What the agent counts of itself.</summary>
public sealed class AgentMetricsTests
{
    [Fact]
    public async Task Spans_that_arrive_and_that_do_not()
    {
        await using var receiver = await Spans.ReceiveAsync();
        var metrics = new ReceivedMetrics(receiver);
        await using var process = Web(
            receiver, ("OTEL_TRACES_EXPORTER", "otlp,zipkin"), ("OTEL_EXPORTER_ZIPKIN_ENDPOINT", $"http://127.0.0.1:{FreePort.Find()}"));
        using var client = new HttpClient { BaseAddress = await process.WaitForAddressAsync() };
        await metrics.WaitAsync("process.uptime");
        for (var i = 0; i < 3; i++)
            await client.GetAsync("hello/ann");

        await metrics.WaitAsync("otel.sdk.exporter.span.exported", metric => ReceivedMetrics.Total(metric) == 6);
        await metrics.WaitAsync("otel.sdk.exporter.metric_data_point.exported", metric => ReceivedMetrics.Total(metric) > 0);
        await process.StopAsync();

        Assert.Equal(
            [
                "error.type=_OTHER otel.component.name=zipkin_http_span_exporter/zipkin otel.component.type=zipkin_http_span_exporter: 3",
                "otel.component.name=otlp_grpc_span_exporter/otlp otel.component.type=otlp_grpc_span_exporter: 3",
                "otel.component.name=zipkin_http_span_exporter/zipkin otel.component.type=zipkin_http_span_exporter: 0",
            ],
            ReceivedMetrics.Values(metrics.Last("otel.sdk.exporter.span.exported")));
        Assert.Equal(
            [
                "otel.component.name=batching_span_processor/otlp otel.component.type=batching_span_processor: 3",
                "otel.component.name=batching_span_processor/zipkin otel.component.type=batching_span_processor: 3",
            ],
            ReceivedMetrics.Values(metrics.Last("otel.sdk.processor.span.processed")));
        Assert.Equal(4096, ReceivedMetrics.Total(metrics.Last("otel.sdk.processor.span.queue.capacity")));
        Assert.Equal(
            ["otlp_grpc_metric_exporter", "otlp_grpc_span_exporter", "zipkin_http_span_exporter System.Net.Http.HttpRequestException"],
            metrics.Last("otel.sdk.exporter.operation.duration").Histogram.DataPoints.Select(static point =>
                $"{Attribute(point, "otel.component.type")} {Attribute(point, "error.type")}".Trim()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Spans_that_find_the_queue_full()
    {
        await using var receiver = await Spans.ReceiveAsync();
        var metrics = new ReceivedMetrics(receiver);

        await new TestApp("ConsoleApp", Framework: "net10.0").RunHookedAsync(receiver, ["spans", "5000"], ReceivedMetrics.Settings(
            ("OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES", "ConsoleApp"), ("OTEL_BSP_MAX_QUEUE_SIZE", "10"), (
                "OTEL_METRIC_EXPORT_INTERVAL", null)));

        var outcomes = metrics.Last("otel.sdk.processor.span.processed").Sum.DataPoints;
        Assert.Contains(outcomes, point => point.AsInt > 0 && ReceivedMetrics.Text(point.Attributes).Contains("error.type=queue_full"));
        Assert.InRange(ReceivedMetrics.Total(metrics.Last("otel.sdk.processor.span.processed")), 4990, 5010);
    }

    [Fact]
    public async Task Patches()
    {
        await using var receiver = await Spans.ReceiveAsync();
        var metrics = new ReceivedMetrics(receiver);

        await TestApp.Library("Libraries.Databases").RunHookedAsync(receiver, ["efcore-sqlite"], ReceivedMetrics.Settings());

        Assert.True(ReceivedMetrics.Total(metrics.Last("autoinstr.patches.applied")) > 0);
        Assert.Equal(0, ReceivedMetrics.Total(metrics.Last("autoinstr.patches.failed")));
        Assert.Equal(0, ReceivedMetrics.Total(metrics.Last("autoinstr.patches.exceptions")));
    }

    private static AppProcess Web(OtlpReceiver receiver, params (string, string?)[] settings) =>
        new TestApp("WebApp", Framework: "net10.0").StartHooked(
            receiver, env: ReceivedMetrics.Settings([("ASPNETCORE_URLS", "http://127.0.0.1:0"), .. settings]));

    private static string? Attribute(HistogramDataPoint point, string key) =>
        point.Attributes.FirstOrDefault(attribute => attribute.Key == key)?.Value.StringValue;
}
