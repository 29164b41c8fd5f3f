using AutoInstr.IntegrationTests.Cli;
using AutoInstr.IntegrationTests.Harness;
using AutoInstr.IntegrationTests.Logs;
using AutoInstr.IntegrationTests.Metrics;
using AutoInstr.Viewer;
using Xunit;

namespace AutoInstr.IntegrationTests.Configuration;

/// <summary>An application whose telemetry a file configures (OTEL_CONFIG_FILE).</summary>
public sealed class ConfigurationFileTests : IDisposable
{
    private static readonly HttpClient Client = new(new SocketsHttpHandler { ActivityHeadersPropagator = null });
    private static readonly string[] Urls = ["--urls", "http://127.0.0.1:0"];
    private static readonly TestApp Console = new("ConsoleApp", Framework: "net10.0");

    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".yaml");

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("8.0")]
    [InlineData("9.0")]
    [InlineData("10.0")]
    public async Task All_three_signals_go_as_the_file_says(string runtime)
    {
        await using var first = await Spans.ReceiveAsync();
        await using var second = await Spans.ReceiveAsync();
        var (metrics, logs) = (new ReceivedMetrics(first), new ReceivedLogs(first));
        var headers = new List<string>();
        second.Received += batch =>
        {
            lock (headers)
                headers.Add($"{batch.Protocol} {batch.Headers["api-key"]}");
        };
        await using var app = await StartAsync(runtime, first, second);
        var address = await app.WaitForAddressAsync();

        Assert.Equal("Hello, World!", await Client.GetStringAsync(new Uri(address, "/hello/World")));
        await Client.GetAsync(new Uri(address, "/status/204"));
        // Inside of it a client span and another server span, neither of which is wanted.
        await Client.GetAsync(new Uri(address, "/call?url=" + Uri.EscapeDataString(new Uri(address, "/status/200").ToString())));
        Assert.Equal("Hello, again!", await Client.GetStringAsync(new Uri(address, "/hello/again")));
        var run = await app.StopAsync();

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        string[] kept = ["GET /hello/{name}", "GET /call", "GET /hello/{name}"];
        Assert.Equal(kept, first.Names());
        Assert.Equal(kept, second.Names());
        Assert.Equal(["HttpProtobuf secret"], headers.Distinct());
        var resource = first.Store.Spans[0].Resource;
        Assert.Equal(("from-the-environment", 7L), (resource["service.name"], resource["shop.number"]));
        Assert.Null(resource["host.name"]);
        Assert.NotNull(resource["process.pid"]);

        Assert.Equal(
            ["http.request.method"], metrics.Last("requests").Histogram.DataPoints.SelectMany(static point => point.Attributes)
                .Select(static attribute => attribute.Key).Distinct());
        Assert.Equal([0.5, 1], metrics.Last("requests").Histogram.DataPoints[0].ExplicitBounds);
        Assert.False(metrics.Has("http.server.request.duration"));
        Assert.False(metrics.Has("http.server.active_requests"));

        Assert.NotEmpty(logs.Of("Microsoft.AspNetCore.Hosting.Diagnostics"));
        Assert.Empty(logs.Of("Microsoft.Hosting.Lifetime"));
    }

    [Theory]
    [InlineData("file_format: \"1.0\"\ntracer_provider: [", "this is not YAML")]
    [InlineData("file_format: \"7.0\"\n", "file_format: '7.0' is not a format that is known here")]
    [InlineData("file_format: \"1.0\"\nresource: ${A B}\n", "'${A B}' is no reference to a variable")]
    [InlineData(null, "there is no such file")]
    public async Task A_file_of_no_use_leaves_the_application_as_it_is(string? text, string problem)
    {
        if (text is not null)
            await File.WriteAllTextAsync(_file, text);
        await using var receiver = await Spans.ReceiveAsync();
        var bare = await Console.RunBareAsync(["exit", "3"]);
        var run = await Console.RunHookedAsync(receiver, ["exit", "3"], new Dictionary<string, string?> { ["OTEL_CONFIG_FILE"] = _file });

        Assert.Equal((bare.ExitCode, bare.Output, bare.Errors), (run.ExitCode, run.Output, run.OwnErrors));
        var said = Assert.Single(run.Said);
        Assert.StartsWith($"autoinstr: OTEL_CONFIG_FILE: {_file}:", said);
        Assert.Contains(problem, said);
        Assert.EndsWith("; the application runs without telemetry", said);
        Assert.Empty(receiver.Names());
    }

    [Fact]
    public async Task Who_asks_for_it_gets_no_application_without_telemetry()
    {
        await using var receiver = await Spans.ReceiveAsync();
        var run = await Console.RunHookedAsync(receiver, ["exit", "3"], new Dictionary<string, string?>
        {
            ["OTEL_CONFIG_FILE"] = "/nowhere.yaml",
            ["OTEL_DOTNET_AUTO_FAIL_FAST_ENABLED"] = "true",
        });

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Equal("autoinstr: OTEL_DOTNET_AUTO_FAIL_FAST_ENABLED=true: the process ends", run.Said[1]);
    }

    [Fact]
    public async Task Mistakes_are_said_and_the_rest_is_used()
    {
        await using var receiver = await Spans.ReceiveAsync();
        await File.WriteAllTextAsync(_file, $$"""
            file_format: "1.0"
            propagater:
            tracer_provider:
              processors:
                - batch:
                    schedule_delay: soon
                    exporter: { otlp_grpc: { endpoint: "http://127.0.0.1:{{receiver.GrpcPort}}" } }
            instrumentation/development: { dotnet: { traces: { additional_sources: [ConsoleApp] } } }
            """);

        var run = await Console.RunHookedAsync(receiver, ["normal"], new Dictionary<string, string?> { ["OTEL_CONFIG_FILE"] = _file });

        Assert.Equal(
            [
                $"autoinstr: OTEL_CONFIG_FILE: {_file}:2:1: propagater: is not a property here, propagator is; it is left out",
                $"autoinstr: OTEL_CONFIG_FILE: {_file}:6:25: tracer_provider.processors[0].batch.schedule_delay: 'soon' is not a whole " +
                "number of at least 0; 5000 is used",
            ],
            run.Said);
        Assert.Contains("start", receiver.Names());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_reads_YAML_is_loaded_for_a_file_alone(bool hasFile)
    {
        await using var receiver = await Spans.ReceiveAsync();
        await File.WriteAllTextAsync(_file, "file_format: \"1.0\"\n");
        await using var app = new TestApp("WebApp", Framework: "net10.0").StartHooked(
            receiver, Urls, new Dictionary<string, string?> { ["OTEL_CONFIG_FILE"] = hasFile ? _file : null });
        await app.WaitForAddressAsync();

        Assert.Equal(hasFile, (await File.ReadAllTextAsync($"/proc/{app.Id}/maps")).Contains("YamlDotNet"));
    }

    [Fact]
    public async Task The_variables_as_a_file_do_what_the_variables_do()
    {
        await using var receiver = await Spans.ReceiveAsync();
        var variables = TestApp.Hooked(receiver, new Dictionary<string, string?>
        {
            ["OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES"] = "ConsoleApp",
            ["OTEL_EXPORTER_OTLP_HEADERS"] = "api-key=secret",
        });
        variables.Remove("DOTNET_STARTUP_HOOKS");
        var converted = await CommandLineTool.RunAsync(["env", "--to-config", "--service_name", "converted"], variables);
        Assert.Equal((0, ""), (converted.ExitCode, converted.Errors));
        await File.WriteAllTextAsync(_file, converted.Output);

        var check = await CommandLineTool.RunAsync(["doctor", "--config", _file], variables);
        Assert.Equal((0, ""), (check.ExitCode, check.Errors));
        Assert.Contains($"ok       traces: otlp (grpc) to http://127.0.0.1:{receiver.GrpcPort}/; ParentBased", check.Output);

        var run = await Console.RunBareAsync(["normal"], new Dictionary<string, string?>
        {
            ["DOTNET_STARTUP_HOOKS"] = Repository.Hook,
            ["OTEL_CONFIG_FILE"] = _file,
            ["OTEL_EXPORTER_OTLP_HEADERS"] = "api-key=secret",
        });
        Assert.Equal((3, ""), (run.ExitCode, run.Errors));
        Assert.Contains("start", receiver.Names());
        Assert.All(receiver.Store.Spans, static span => Assert.Equal("converted", span.ServiceName));
    }

    [Fact]
    public async Task The_doctor_says_every_mistake_and_its_exit_code_counts()
    {
        await File.WriteAllTextAsync(_file, "file_format: \"1.0\"\ndisabled: maybe\nlog_level: ${NOT_SET}\nx: 1\n");
        var text = await CommandLineTool.RunAsync(["doctor", "--config", _file]);
        Assert.Equal(1, text.ExitCode);
        Assert.Contains($"problem  {_file}:2:11: disabled: 'maybe' is not true or false; false is used", text.Output);
        Assert.Contains($"problem  {_file}:4:1: x: is not a property here; it is left out", text.Output);
        Assert.Contains("note     ${NOT_SET}: the variable is not set here", text.Output);
        Assert.Contains("note     traces: none, for tracer_provider is not there", text.Output);

        var json = System.Text.Json.JsonDocument.Parse(
            (await CommandLineTool.RunAsync(["doctor", "--config", _file, "--format", "json"])).Output).RootElement;
        Assert.Equal(2, json.GetProperty("problems").GetInt32());
        Assert.Equal("configuration", json.GetProperty("sections")[0].GetProperty("id").GetString());
        Assert.Equal(2, (await CommandLineTool.RunAsync(["doctor", "--config"])).ExitCode);
    }

    private async Task<AppProcess> StartAsync(string runtime, OtlpReceiver first, OtlpReceiver second)
    {
        await File.WriteAllTextAsync(_file, """
            file_format: "1.0"
            resource:
              attributes:
                - { name: service.name, value: "${OTEL_SERVICE_NAME}" }
                - { name: shop.number, value: 7, type: int }
              detection/development: { detectors: [{ process: }] }
            propagator: { composite: [{ tracecontext: }] }
            tracer_provider:
              processors:
                - batch: { exporter: { otlp_grpc: { endpoint: "${FIRST}" } } }
                - simple:
                    exporter:
                      otlp_http:
                        endpoint: ${SECOND}v1/traces
                        headers: [{ name: api-key, value: secret }]
              sampler:
                composite/development:
                  rule_based:
                    rules:
                      - span_kinds: [client]
                        sampler: { always_off: }
                      - span_kinds: [server]
                        attribute_patterns: { key: url.path, included: [/status/*] }
                        sampler: { always_off: }
                      - sampler: { parent_threshold: { root: { always_on: } } }
            meter_provider:
              readers: [{ periodic: { exporter: { otlp_grpc: { endpoint: "${FIRST}" } } } }]
              views:
                - selector: { instrument_name: http.server.request.duration }
                  stream:
                    name: requests
                    aggregation: { explicit_bucket_histogram: { boundaries: [0.5, 1] } }
                    attribute_keys: { included: [http.request.method] }
                - selector: { instrument_name: http.server.active_requests }
                  stream: { aggregation: { drop: } }
            logger_provider:
              processors: [{ batch: { exporter: { otlp_grpc: { endpoint: "${FIRST}" } } } }]
              logger_configurator/development:
                loggers: [{ name: Microsoft.Hosting.*, config: { enabled: false } }]
            """);
        var app = new TestApp("WebApp", runtime, runtime == "10.0" ? "net10.0" : "net8.0");
        return app.StartHooked(first, Urls, new Dictionary<string, string?>
        {
            ["OTEL_CONFIG_FILE"] = _file,
            ["OTEL_SERVICE_NAME"] = "from-the-environment",
            ["FIRST"] = $"http://127.0.0.1:{first.GrpcPort}",
            ["SECOND"] = second.HttpEndpoint.ToString(),
            // What a file is for, it is for alone.
            ["OTEL_TRACES_EXPORTER"] = "none",
        });
    }
}
