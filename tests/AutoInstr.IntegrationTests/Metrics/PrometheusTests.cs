using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using AutoInstr.Compare.Running;
using AutoInstr.IntegrationTests.Harness;
using AutoInstr.Viewer;
using Xunit;

namespace AutoInstr.IntegrationTests.Metrics;

/// <summary>Metrics that are scraped.</summary>
public sealed class PrometheusTests
{
    private readonly int _port = FreePort.Find();

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task Prometheus_scrapes_an_application(string runtime)
    {
        await using var receiver = await Spans.ReceiveAsync();
        await using var prometheus = await Servers.Prometheus.StartAsync($"127.0.0.1:{_port}");
        await using var process = Start(receiver, runtime);
        using var client = new HttpClient { BaseAddress = await process.WaitForAddressAsync() };
        await WaitAsync(() => prometheus.QueryAsync("process_uptime_seconds"), values => values.Count == 1);
        for (var i = 0; i < 3; i++)
            await client.GetAsync("hello/ann");

        const string requests = "http_server_request_duration_seconds_count";
        var counts = await WaitAsync(() => prometheus.QueryAsync(requests), counts => counts.Values.Sum() == 3);
        Assert.Equal(
            "http_request_method=GET http_response_status_code=200 http_route=/hello/{name} network_protocol_version=1.1 url_scheme=http",
            Assert.Single(counts.Keys));
        // Of each, for a scrape that takes too long leaves none of them for a second.
        await HasAsync("http_server_request_duration_seconds_bucket{le=\"+Inf\"}", static value => value == 3);
        await HasAsync("dotnet_jit_compiled_methods_total", static value => value > 0);
        await HasAsync("process_memory_usage_bytes", static value => value > 10e6);
        Assert.Contains("service_name=test", Assert.Single(await HasAsync("target_info", static value => value == 1)));
        var traces = await WaitAsync(() => prometheus.ExemplarsAsync("http_server_request_duration_seconds_bucket"), traces =>
            traces.Count > 0);
        await receiver.WaitAsync(3);
        Assert.Subset(receiver.Store.Spans.Select(span => span.TraceId).ToHashSet(), traces.ToHashSet());

        var run = await process.StopAsync();
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        // A scrape is no request of the application's.
        Assert.All(receiver.Store.Spans, span => Assert.Equal("GET /hello/{name}", span.Name));

        async Task<IEnumerable<string>> HasAsync(string expression, Func<double, bool> isRight) =>
            (await WaitAsync(() => prometheus.QueryAsync(expression), found => found.Count == 1 && isRight(found.Values.Single()))).Keys;
    }

    [Fact]
    public async Task Metrics_are_pushed_and_scraped_at_a_time()
    {
        await using var receiver = await Spans.ReceiveAsync();
        var metrics = new ReceivedMetrics(receiver);
        await using var process = Start(receiver, settings: [("OTEL_METRICS_EXPORTER", "otlp,prometheus"), (
            "OTEL_METRIC_EXPORT_INTERVAL", "300")]);
        using var client = new HttpClient { BaseAddress = await process.WaitForAddressAsync() };
        await client.GetAsync("hello/ann");

        await metrics.WaitAsync("http.server.request.duration");
        await ListenedAsync(process);
        Assert.Contains("http_server_request_duration_seconds_count{", await ScrapeAsync());
        Assert.Contains("otel_sdk_exporter_metric_data_point_exported_total{", await ScrapeAsync());
    }

    [Theory]
    [InlineData("GET /metrics HTTP/1.1\r\nHost: anything.at.all\r\n\r\n", "200 OK", "text/plain; version=0.0.4")]
    [InlineData("GET /metrics?name=x HTTP/1.0\r\n\r\n", "200 OK", "text/plain; version=0.0.4")]
    [InlineData("GET /metrics/ HTTP/1.1\r\naccept: application/openmetrics-text;version=1.0.0\r\n\r\n", "200 OK",
        "application/openmetrics-text")]
    [InlineData("HEAD /metrics HTTP/1.1\r\n\r\n", "200 OK", null)]
    [InlineData("POST /metrics HTTP/1.1\r\n\r\n", "405 Method Not Allowed", "text/plain")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "404 Not Found", "text/plain")]
    [InlineData("nonsense\r\n\r\n", "404 Not Found", "text/plain")]
    [InlineData("GET /metrics HTTP/1.1\r\n", null, null)]
    [InlineData("", null, null)]
    public async Task Requests_are_answered_whatever_they_are(string request, string? status, string? type)
    {
        await using var receiver = await Spans.ReceiveAsync();
        await using var process = Start(receiver);
        await ListenedAsync(process);

        var answer = await AskAsync(request, isWhole: status != null);

        Assert.StartsWith(status == null ? "" : $"HTTP/1.1 {status}\r\n", answer);
        if (type != null)
            Assert.Contains($"\r\nContent-Type: {type}", answer);
        Assert.Equal(status == "200 OK" && !request.StartsWith("HEAD"), answer.Contains("target_info", StringComparison.Ordinal));
        Assert.Contains("target_info", await ScrapeAsync());
        Assert.Empty((await process.StopAsync()).Errors);
    }

    [Fact]
    public async Task A_request_that_never_ends_and_many_at_a_time_hold_up_nobody()
    {
        await using var receiver = await Spans.ReceiveAsync();
        await using var process = Start(receiver);
        await ListenedAsync(process);
        using var endless = new TcpClient();
        await endless.ConnectAsync(IPAddress.Loopback, _port);
        await endless.GetStream().WriteAsync("GET /metrics HTTP/1.1\r\n"u8.ToArray());
        using var flood = new TcpClient();
        await flood.ConnectAsync(IPAddress.Loopback, _port);
        await flood.GetStream().WriteAsync(new byte[64 * 1024]);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => ScrapeAsync()));

        Assert.All(answers, answer => Assert.Contains("target_info", answer));
        Assert.Empty((await process.StopAsync()).Errors);
    }

    [Fact]
    public async Task Every_interface_can_be_listened_on()
    {
        await using var receiver = await Spans.ReceiveAsync();
        await using var process = Start(receiver, settings: [("OTEL_EXPORTER_PROMETHEUS_HOST", "0.0.0.0")]);
        await ListenedAsync(process);

        Assert.Contains("target_info", await ScrapeAsync());
        if (Socket.OSSupportsIPv6)
            Assert.Contains("target_info", await ScrapeAsync("[::1]"));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said_and_harms_nothing_else()
    {
        using var taken = new TcpListener(IPAddress.Loopback, _port);
        taken.Start();
        await using var receiver = await Spans.ReceiveAsync();
        await using var process = Start(receiver);
        using var client = new HttpClient { BaseAddress = await process.WaitForAddressAsync() };
        await client.GetAsync("hello/ann");
        var run = await process.StopAsync();

        Assert.Equal(0, run.ExitCode);
        Assert.Single(receiver.Store.Spans);
        var line = Assert.Single(run.Said);
        Assert.Matches(
            $"^autoinstr: prometheus: metrics cannot be scraped, for localhost:{_port} cannot be listened on \\(.+\\); " +
            "set OTEL_EXPORTER_PROMETHEUS_HOST and OTEL_EXPORTER_PROMETHEUS_PORT$",
            line);
    }

    private AppProcess Start(OtlpReceiver receiver, string runtime = "10.0", params (string, string?)[] settings) =>
        new TestApp("WebApp", runtime, "net" + runtime).StartHooked(receiver, env: ReceivedMetrics.Settings(
        [
            ("ASPNETCORE_URLS", "http://127.0.0.1:0"), ("OTEL_METRICS_EXPORTER", "prometheus"),
            ("OTEL_EXPORTER_PROMETHEUS_PORT", $"{_port}"), .. settings,
        ]));

    /// <summary>Waits until the application runs and can be scraped.</summary>
    private async Task ListenedAsync(AppProcess process)
    {
        await process.WaitForAddressAsync();
        await LoopbackPort.ListensAsync(_port);
    }

    private async Task<string> ScrapeAsync(string host = "127.0.0.1")
    {
        using var client = new HttpClient();
        return await client.GetStringAsync($"http://{host}:{_port}/metrics");
    }

    private async Task<string> AskAsync(string request, bool isWhole)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        if (!isWhole)
            client.Client.Shutdown(SocketShutdown.Send);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    private static async Task<T> WaitAsync<T>(Func<Task<T>> ask, Func<T, bool> condition)
    {
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(200))
        {
            var answer = await ask();
            if (condition(answer))
                return answer;
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(30), $"not as it should be: {JsonSerializer.Serialize(answer)}");
        }
    }
}
