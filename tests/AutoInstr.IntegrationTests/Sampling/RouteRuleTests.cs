using AutoInstr.IntegrationTests.Harness;
using Xunit;

namespace AutoInstr.IntegrationTests.Sampling;

/// <summary>Rules of a configuration file that go by the route, which ASP.NET Core finds after the request's span has begun.</summary>
public sealed class RouteRuleTests : IDisposable
{
    private static readonly HttpClient Client = new(new SocketsHttpHandler { ActivityHeadersPropagator = null });

    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".yaml");

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("8.0")]
    [InlineData("9.0")]
    [InlineData("10.0")]
    public async Task Requests_of_a_route_are_left_out_with_all_that_they_call(string runtime)
    {
        await using var receiver = await Spans.ReceiveAsync();
        await using var app = await StartAsync(runtime, receiver, """
            - attribute_values: { key: http.route, values: ["/hello/{name}", /call] }
              span_kinds: [server]
              sampler: { always_off: }
            - attribute_patterns: { key: http.route, included: [/status/*] }
              sampler: { always_off: }
            - sampler: { always_on: }
            """);
        var address = await app.WaitForAddressAsync();

        await Client.GetStringAsync(new Uri(address, "/hello/World"));
        await Client.GetAsync(new Uri(address, "/status/204"));
        // What it calls is told that the trace is left out.
        Assert.Matches(
            "^200 00-[0-9a-f]{32}-[0-9a-f]{16}-00 $",
            await Client.GetStringAsync(new Uri(address, $"/call?url={new Uri(address, "/context")}")));
        await Client.GetAsync(new Uri(address, "/status/not-a-number"));
        await Client.GetStringAsync(new Uri(address, "/headers"));
        await receiver.WaitAsync("GET /headers");
        var run = await app.StopAsync();

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(["Server GET", "Server GET /headers"], Shown(receiver));
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task Requests_of_a_route_alone_are_taken(string runtime)
    {
        await using var receiver = await Spans.ReceiveAsync();
        await using var app = await StartAsync(runtime, receiver, """
            - attribute_values: { key: http.route, values: [/call] }
              sampler: { always_on: }
            """);
        var address = await app.WaitForAddressAsync();

        await Client.GetStringAsync(new Uri(address, "/hello/World"));
        // No route at all: settled when the request has been answered.
        await Client.GetAsync(new Uri(address, "/nowhere"));
        Assert.Matches(
            "^200 00-[0-9a-f]{32}-[0-9a-f]{16}-01 $",
            await Client.GetStringAsync(new Uri(address, $"/call?url={new Uri(address, "/context")}")));
        await receiver.WaitAsync("GET /call");
        var run = await app.StopAsync();

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(["Server GET /call", "Client GET", "Server GET /context"], Shown(receiver));
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task What_the_application_listens_to_itself_is_not_taken_from_it(string runtime)
    {
        await using var receiver = await Spans.ReceiveAsync();
        await using var app = await StartAsync(runtime, receiver, """
            - attribute_values: { key: http.route, values: ["/hello/{name}"] }
              sampler: { always_off: }
            - sampler: { always_on: }
            """, "--listen", "Microsoft.AspNetCore");

        await Client.GetStringAsync(new Uri(await app.WaitForAddressAsync(), "/hello/World"));
        await receiver.WaitAsync("GET /hello/{name}");
        var run = await app.StopAsync();

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("heard Microsoft.AspNetCore.Hosting.HttpRequestIn: True\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(["Server GET /hello/{name}"], Shown(receiver));
    }

    private static IEnumerable<string> Shown(AutoInstr.Viewer.OtlpReceiver receiver) =>
        receiver.Store.Spans.OrderBy(static span => span.StartTimeUnixNano).Select(static span => $"{span.Kind} {span.Name}");

    private async Task<AppProcess> StartAsync(
        string runtime, AutoInstr.Viewer.OtlpReceiver receiver, string rules, params string[] arguments)
    {
        await File.WriteAllTextAsync(_file, $$"""
            file_format: "1.0"
            propagator: { composite: [{ tracecontext: }] }
            tracer_provider:
              processors:
                - batch:
                    schedule_delay: 200
                    exporter: { otlp_grpc: { endpoint: "http://127.0.0.1:{{receiver.GrpcPort}}" } }
              sampler:
                composite/development:
                  parent_threshold:
                    root:
                      rule_based:
                        rules:
            {{string.Join('\n', rules.Split('\n').Select(static line => new string(' ', 14) + line))}}
            """);
        return TestApp.Library("WebApp", runtime).StartHooked(
            receiver, ["--urls", "http://127.0.0.1:0", .. arguments], new Dictionary<string, string?> { ["OTEL_CONFIG_FILE"] = _file });
    }
}
