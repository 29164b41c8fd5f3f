using AutoInstr.IntegrationTests.Harness;
using AutoInstr.Viewer.Otlp;
using Xunit;

namespace AutoInstr.IntegrationTests.Metrics;

/// <summary>What a web application is measured by without a word: its requests, its runtime, its process.</summary>
public sealed class ProcessMetricsTests
{
    [Theory]
    [InlineData("8.0")]
    [InlineData("9.0")]
    [InlineData("10.0")]
    public async Task A_web_application(string runtime)
    {
        await using var receiver = await Spans.ReceiveAsync();
        var metrics = new ReceivedMetrics(receiver);
        await using var process = new TestApp("WebApp", runtime, "net" + runtime).StartHooked(
            receiver, env: ReceivedMetrics.Settings(("ASPNETCORE_URLS", "http://127.0.0.1:0")));
        using var client = new HttpClient { BaseAddress = await process.WaitForAddressAsync() };
        // From here on measurements are kept with their trace.
        await metrics.WaitAsync("process.uptime");
        await client.GetAsync("hello/ann");
        await client.GetAsync("status/404");
        await client.GetAsync("status/503");
        await client.GetAsync($"call?url={client.BaseAddress}hello/bob");
        var run = await process.StopAsync();

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        var requests = metrics.Last("http.server.request.duration");
        Assert.Equal("s", requests.Unit);
        Assert.Equal(
            ["/call 200 1", "/hello/{name} 200 2", "/status/{code:int} 404 1", "/status/{code:int} 503 1"],
            requests.Histogram.DataPoints.Select(point =>
                $"{Attribute(point, "http.route").StringValue} {Attribute(point, "http.response.status_code").IntValue} " +
                $"{point.Count}").Order());
        Assert.All(requests.Histogram.DataPoints, point => Assert.Equal(0.005, point.ExplicitBounds[0]));
        Assert.Equal(["503"], requests.Histogram.DataPoints.SelectMany(point => point.Attributes)
            .Where(attribute => attribute.Key == "error.type").Select(attribute => attribute.Value.StringValue));
        Assert.Equal(1UL, Assert.Single(metrics.Last("http.client.request.duration").Histogram.DataPoints).Count);
        Assert.True(metrics.Has("kestrel.connection.duration"));
        Assert.True(metrics.Has("http.server.active_requests"));

        // A measurement of a request leads to its span.
        var exemplars = requests.Histogram.DataPoints.SelectMany(point => point.Exemplars).Select(exemplar => Convert.ToHexStringLower(
            exemplar.SpanId.Span));
        Assert.Subset(receiver.Store.Spans.Select(span => span.SpanId).ToHashSet(), exemplars.ToHashSet());
        Assert.NotEmpty(exemplars);

        AssertRuntime(metrics);
        AssertProcess(metrics);
        Assert.All(metrics.Requests.SelectMany(request => request.ResourceMetrics), resource => Assert.Contains(
            resource.Resource.Attributes, attribute => attribute is { Key: "service.name", Value.StringValue: "test" }));
    }

    [Theory]
    [InlineData("grpc", "10.0")]
    [InlineData("http/protobuf", "10.0")]
    [InlineData("http/protobuf", "8.0")]
    public async Task The_agent_s_own_connections_are_none_of_the_application_s(string protocol, string runtime)
    {
        await using var receiver = await Spans.ReceiveAsync();
        var metrics = new ReceivedMetrics(receiver);
        var port = protocol == "grpc" ? receiver.GrpcPort : receiver.HttpPort;
        await using var process = new TestApp("ConsoleApp", runtime, "net" + runtime).StartHooked(
            receiver, ["idle"], ReceivedMetrics.Settings(
                ("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://localhost:{port}"), ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol)));

        // What the first export measured would be in the next.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (metrics.Requests.Count < 4)
            await Task.Delay(50, patience.Token);

        Assert.True(metrics.Has("process.uptime"));
        Assert.Empty(metrics.Meters.Intersect(["System.Net.NameResolution", "System.Net.Http"]));
    }

    private static void AssertRuntime(ReceivedMetrics metrics)
    {
        string[] names =
        [
            "dotnet.assembly.count", "dotnet.exceptions", "dotnet.gc.collections", "dotnet.gc.heap.total_allocated", "dotnet.gc.pause.time",
            "dotnet.jit.compilation.time", "dotnet.jit.compiled_il.size", "dotnet.jit.compiled_methods", "dotnet.monitor.lock_contentions",
            "dotnet.process.cpu.count", "dotnet.process.cpu.time", "dotnet.process.memory.working_set", "dotnet.thread_pool.queue.length",
            "dotnet.thread_pool.thread.count", "dotnet.thread_pool.work_item.count", "dotnet.timer.count",
        ];
        Assert.All(names, name => Assert.Equal("System.Runtime", metrics.ScopeOf(name).Name));
        Assert.True(ReceivedMetrics.Total(metrics.Last("dotnet.jit.compiled_methods")) > 0);
        // What falls as well is no counter, even where the runtime has made it one.
        Assert.False(metrics.Last("dotnet.thread_pool.thread.count").Sum.IsMonotonic);
        Assert.False(metrics.Last("dotnet.thread_pool.queue.length").Sum.IsMonotonic);
        Assert.InRange(ReceivedMetrics.Total(metrics.Last("dotnet.thread_pool.thread.count")), 1, 200);
        Assert.Equal(
            ["gen0", "gen1", "gen2"],
            metrics.Last("dotnet.gc.collections").Sum.DataPoints.Select(point => point.Attributes[0].Value.StringValue).Order());
    }

    private static void AssertProcess(ReceivedMetrics metrics)
    {
        Assert.Equal(["cpu.mode=system", "cpu.mode=user"], Series(metrics.Last("process.cpu.time")));
        Assert.InRange(ReceivedMetrics.Total(metrics.Last("process.cpu.time")), 0.01, 60);
        Assert.InRange(ReceivedMetrics.Total(metrics.Last("process.memory.usage")), 10e6, 1e9);
        Assert.InRange(ReceivedMetrics.Total(metrics.Last("process.memory.virtual")), 100e6, 1e13);
        Assert.InRange(ReceivedMetrics.Total(metrics.Last("process.thread.count")), 5, 200);
        Assert.InRange(ReceivedMetrics.Total(metrics.Last("process.unix.file_descriptor.count")), 5, 2000);
        Assert.Equal(
            ["process.context_switch.type=involuntary", "process.context_switch.type=voluntary"], Series(metrics.Last(
                "process.context_switches")));
        Assert.Equal(["process.paging.fault_type=major", "process.paging.fault_type=minor"], Series(metrics.Last("process.paging.faults")));
        Assert.InRange(Assert.Single(metrics.Last("process.uptime").Gauge.DataPoints).AsDouble, 0.1, 120);
    }

    private static IEnumerable<string> Series(Metric metric) => metric.Sum.DataPoints.Select(point => ReceivedMetrics.Text(
        point.Attributes)).Order();

    private static AnyValue Attribute(HistogramDataPoint point, string key) => point.Attributes.Single(attribute =>
        attribute.Key == key).Value;
}
