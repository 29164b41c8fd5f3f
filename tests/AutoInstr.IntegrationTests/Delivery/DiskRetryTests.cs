using System.Globalization;
using System.IO.Compression;
using AutoInstr.Compare.Running;
using AutoInstr.IntegrationTests.Harness;
using AutoInstr.IntegrationTests.Logs;
using AutoInstr.IntegrationTests.Metrics;
using AutoInstr.IntegrationTests.Servers;
using AutoInstr.Viewer;
using AutoInstr.Viewer.Otlp;
using Xunit;

namespace AutoInstr.IntegrationTests.Delivery;

/// <summary>What is kept on the disk while the receiver is away outlives the process.</summary>
public sealed class DiskRetryTests : IDisposable
{
    private const int Sigkill = 9;

    /// <summary>Bytes before the message in a file, of which one says whether it is compressed.</summary>
    private const int HeaderSize = 21, FlagsAt = 16;

    private readonly string _directory = Directory.CreateTempSubdirectory("autoinstr-disk-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("http/protobuf", "none", "10.0")]
    [InlineData("http/protobuf", "gzip", "8.0")]
    [InlineData("grpc", "none", "10.0")]
    [InlineData("grpc", "gzip", "10.0")]
    public async Task All_signals_reach_the_receiver_that_the_next_process_finds(string protocol, string compression, string runtime)
    {
        var port = FreePort.Find();
        await using var nobody = await Spans.ReceiveAsync();
        var env = Environment($"http://127.0.0.1:{port}", protocol, ("OTEL_EXPORTER_OTLP_COMPRESSION", compression));
        var first = new TestApp("WebApp", runtime, "net" + runtime).StartHooked(nobody, env: env);
        using (var client = new HttpClient { BaseAddress = await first.WaitForAddressAsync() })
            await client.GetAsync("hello/ann", TestContext.Current.CancellationToken);
        var run = await first.StopAsync();
        await first.DisposeAsync();

        // One line a signal, and none on losses.
        Assert.Equal((0, 3), (run.ExitCode, run.Said.Count));
        Assert.All(run.Said, line => Assert.Contains($" (kept in {_directory} and sent later)", line, StringComparison.Ordinal));
        Assert.Equal(["logs", "metrics", "traces"], Directory.GetDirectories(_directory).Select(Path.GetFileName).Order());
        Assert.NotEmpty(Kept());

        await using var receiver = await OtlpReceiver.StartAsync(protocol == "grpc"
            ? new ReceiverOptions { GrpcPort = port, HttpPort = 0 }
            : new ReceiverOptions { GrpcPort = 0, HttpPort = port });
        var (logs, metrics) = (new ReceivedLogs(receiver), new ReceivedMetrics(receiver));
        await using var second = new TestApp("WebApp", runtime, "net" + runtime).StartHooked(nobody, env: env);
        await second.WaitForAddressAsync();
        var span = await receiver.WaitAsync("GET /hello/{name}");
        await UntilEmptyAsync();
        var end = await second.StopAsync();

        Assert.Equal((0, ""), (end.ExitCode, end.Errors));
        Assert.Single(span, found => found.Name == "GET /hello/{name}");
        Assert.Equal(2, logs.Of("Microsoft.Hosting.Lifetime").Count(record => record.Body.StringValue.StartsWith("Now listening on")));
        Assert.True(metrics.Has("http.server.request.duration"));
        Assert.Empty(nobody.Store.Spans);
    }

    [Fact]
    public async Task Nothing_that_was_kept_is_lost_when_process_and_collector_are_killed_at_random()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        await using var receiver = await Spans.ReceiveAsync();
        var received = new ReceivedRequests<ExportTraceServiceRequest>(receiver);
        var options = new OtelCollectorOptions { ForwardTo = receiver.HttpEndpoint, HttpPort = FreePort.Find(), KeepsNothing = true };
        var env = Environment($"http://127.0.0.1:{options.HttpPort}", "http/protobuf",
            ("OTEL_METRICS_EXPORTER", "none"), ("OTEL_LOGS_EXPORTER", "none"), ("OTEL_BSP_SCHEDULE_DELAY", "30"));
        var kept = new HashSet<long>();
        OtelCollector? collector = null;
        for (var round = 0; round < 12; round++)
        {
            await using var app = new TestApp("ConsoleApp", Framework: "net10.0").StartHooked(
                receiver, ["numbers", (round * 1_000_000).ToString(CultureInfo.InvariantCulture)], env);
            await app.WaitForOutputAsync("span start");
            for (var step = random.Next(1, 4); step > 0; step--)
            {
                if (random.Next(2) == 0)
                    await ToggleAsync();
                await Task.Delay(random.Next(50, 700), TestContext.Current.CancellationToken);
            }
            app.Signal(Sigkill);
            await app.WaitForExitAsync();
            kept.UnionWith(Kept().SelectMany(file => Numbers(Read(file))));
        }
        if (collector == null)
            await ToggleAsync();
        await using var last = new TestApp("ConsoleApp", Framework: "net10.0").StartHooked(receiver, ["idle"], env);
        await UntilEmptyAsync();
        await collector!.DisposeAsync();

        var arrived = received.All.SelectMany(Numbers).ToHashSet();
        TestContext.Current.TestOutputHelper?.WriteLine($"{kept.Count} kept, {arrived.Count} arrived, seed {seed}");
        Assert.True(kept.Count > 0, $"nothing was kept, seed {seed}");
        Assert.True(kept.IsSubsetOf(arrived), $"{kept.Except(arrived).Count()} of {kept.Count} are lost, seed {seed}");

        async Task ToggleAsync()
        {
            if (collector == null)
            {
                collector = await OtelCollector.StartAsync(options);
                return;
            }
            await collector.KillAsync();
            await collector.DisposeAsync();
            collector = null;
        }
    }

    [Fact]
    public async Task What_is_damaged_is_left_out_and_named()
    {
        var port = FreePort.Find();
        await using var nobody = await Spans.ReceiveAsync();
        var env = Environment(
            $"http://127.0.0.1:{port}", "http/protobuf", ("OTEL_METRICS_EXPORTER", "none"), ("OTEL_LOGS_EXPORTER", "none"));
        await new TestApp("ConsoleApp", Framework: "net10.0").RunHookedAsync(nobody, ["spans", "2000"], env);
        var files = Kept().Order(StringComparer.Ordinal).ToList();
        Assert.InRange(files.Count, 4, 20);
        await File.WriteAllTextAsync(files[0], "no telemetry", TestContext.Current.CancellationToken);
        await using (var truncated = File.OpenWrite(files[1]))
            truncated.SetLength(truncated.Length - 1);
        await using (var changed = new FileStream(files[2], FileMode.Open))
        {
            changed.Position = 1000;
            changed.WriteByte((byte)(changed.ReadByte() + 1));
        }
        await File.WriteAllTextAsync(files[3] + ".tmp", "half", TestContext.Current.CancellationToken);
        var sound = files[3..].SelectMany(file => Many(Read(file))).ToList();

        await using var receiver = await OtlpReceiver.StartAsync(new ReceiverOptions { GrpcPort = 0, HttpPort = port });
        var received = new ReceivedRequests<ExportTraceServiceRequest>(receiver);
        await using var app = new TestApp("ConsoleApp", Framework: "net10.0").StartHooked(nobody, ["idle"], env);
        await UntilEmptyAsync();
        var end = await app.StopAsync();

        Assert.Equal(
            files[..3].Select(file => $"autoinstr: otlp: {file} is damaged and is left out"), end.Said);
        Assert.Equal(sound, received.All.SelectMany(Many));
        Assert.Empty(Directory.GetFiles(_directory, "*", SearchOption.AllDirectories));
    }

    private Dictionary<string, string?> Environment(string endpoint, string protocol, params (string Name, string Value)[] more)
    {
        var env = new Dictionary<string, string?>
        {
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol,
            ["OTEL_LOGS_EXPORTER"] = "otlp",
            ["OTEL_METRICS_EXPORTER"] = "otlp",
            ["OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES"] = "ConsoleApp",
            ["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "disk",
            ["OTEL_DOTNET_EXPERIMENTAL_OTLP_DISK_RETRY_DIRECTORY_PATH"] = _directory,
        };
        foreach (var (name, value) in more)
            env[name] = value;
        return env;
    }

    private string[] Kept() => Directory.GetFiles(_directory, "*.otlp", SearchOption.AllDirectories);

    private async Task UntilEmptyAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (Kept().Length > 0)
            await Task.Delay(50, patience.Token);
    }

    private static ExportTraceServiceRequest Read(string file)
    {
        var bytes = File.ReadAllBytes(file);
        using var message = new MemoryStream(bytes, HeaderSize, bytes.Length - HeaderSize);
        using var content = bytes[FlagsAt] == 0 ? (Stream)message : new GZipStream(message, CompressionMode.Decompress);
        return ExportTraceServiceRequest.Parser.ParseFrom(content);
    }

    private static IEnumerable<Span> SpansIn(ExportTraceServiceRequest request) =>
        request.ResourceSpans.SelectMany(resource => resource.ScopeSpans).SelectMany(scope => scope.Spans);

    /// <summary>The ids of the spans that the application makes many of, in their order.</summary>
    private static IEnumerable<string> Many(ExportTraceServiceRequest request) =>
        SpansIn(request).Where(span => span.Name == "many").Select(span => span.SpanId.ToBase64());

    private static IEnumerable<long> Numbers(ExportTraceServiceRequest request) =>
        from span in SpansIn(request)
        from attribute in span.Attributes
        where attribute.Key == "number"
        select attribute.Value.IntValue;
}
