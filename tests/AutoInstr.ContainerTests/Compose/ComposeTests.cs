using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using AutoInstr.Compare.Running;
using AutoInstr.ContainerTests.Harness;
using AutoInstr.ContainerTests.Kubernetes;
using AutoInstr.ContainerTests.StandIns;
using AutoInstr.IntegrationTests.Harness;
using Xunit;

namespace AutoInstr.ContainerTests.Compose;

/// <summary>The sample system on servers, brought up from the compose files with what can be had of it.</summary>
public sealed class ComposeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public ComposeTests() => Assert.SkipWhen(Composition.Obstacle is not null, Composition.Obstacle ?? "");

    [Fact]
    public async Task Both_editions_come_up_and_are_traced_from_end_to_end()
    {
        Assert.SkipWhen(CollectorProgram.Path is null, CollectorProgram.Missing);
        await ProvideImagesAsync();
        var (front, page) = (FreePort.Find(), FreePort.Find());
        var collector = await WriteCollectorAsync();
        await using var running = await RunningComposition.CreateAsync();
        await running.UpAsync(await ComposeAsync(front, page, collector, "compose.yaml"));
        await AssertTracedAsync(running, front, page, isHooked: true);

        await running.UpAsync(await ComposeAsync(front, page, collector, "compose.yaml", "compose.manual.yaml"));
        await AssertTracedAsync(running, front, page, isHooked: false);
        File.Delete(collector);
    }

    /// <summary>The collector's configuration with one receiver of everything.</summary>
    private static async Task<string> WriteCollectorAsync()
    {
        var shipped = await File.ReadAllTextAsync(Path.Combine(Composition.Folder, "compose", "collector.yaml"));
        var configuration = shipped.Replace("[otlp_http/jaeger, otlp_http/tempo]", "[otlp_http/jaeger]", StringComparison.Ordinal);
        Assert.NotEqual(shipped, configuration);
        foreach (var backend in new[] { "http://prometheus:9090/api/v1/otlp", "http://loki:3100/otlp" })
        {
            Assert.Contains(backend, configuration, StringComparison.Ordinal);
            configuration = configuration.Replace(backend, "http://jaeger:4318", StringComparison.Ordinal);
        }
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, configuration);
        File.SetUnixFileMode(file, (UnixFileMode)0b110_100_100);
        return file;
    }

    /// <summary>What the files say, with the viewer in the place of Jaeger and without what cannot be had.</summary>
    private static async Task<Composition> ComposeAsync(int front, int page, string collector, params string[] files)
    {
        var composition = await Composition.ReadAsync([.. files, "compose.viewer.yaml"]);
        var missing = new List<string> { "jaeger", "tempo", "prometheus", "loki", "grafana" };
        foreach (var service in composition.Services.Keys.Except(missing).ToArray())
        {
            if (!await BaseImages.CanBeHadAsync(FullName(composition.Image(service))))
                missing.Add(service);
        }
        TestContext.Current.SendDiagnosticMessage($"left out of the composition: {string.Join(", ", missing)}");
        composition = composition.Without(missing);
        foreach (var service in composition.Services.Keys)
            composition.Services[service]["image"] = FullName(composition.Image(service));
        foreach (var service in new[] { "gateway", "tasks-api", "report-worker" })
            composition.Environment(service)["OTEL_METRIC_EXPORT_INTERVAL"] = "5000";
        if (missing.Contains("minio"))
            composition.Environment("report-worker")["S3__ServiceUrl"] = "";
        composition.Services["nginx"]["ports"] = new List<object> { $"127.0.0.1:{front}:80" };
        composition.Services["viewer"]["ports"] = new List<object> { $"127.0.0.1:{page}:4320" };
        // Where Jaeger would be.
        composition.Services["viewer"]["networks"] =
            new Dictionary<object, object> { ["default"] = new Dictionary<object, object> { ["aliases"] = new List<object> { "jaeger" } } };
        composition.Services["otel-collector"]["volumes"] = new List<object> { $"{collector}:/etc/otelcol/collector.yaml:ro" };
        return composition;
    }

    private static async Task ProvideImagesAsync()
    {
        await BaseImages.ProvideAsync(
            ("docker.io/library/postgres:17-alpine", static image => BaseImages.MakeServerAsync(image, "postgres")),
            ("docker.io/library/rabbitmq:4-alpine", static image => BaseImages.MakeServerAsync(image, "rabbitmq")),
            ("docker.io/library/redis:8-alpine", static image => BaseImages.MakeServerAsync(image, "redis")),
            ("docker.io/library/nginx:1.29-alpine", static image => BaseImages.MakeServerAsync(image, "nginx")),
            ("docker.io/otel/opentelemetry-collector:0.152.0", static image => Collector.ImageAsync(image)));
        await Podman.RunAsync("tag", Images.Kit, "docker.io/library/autoinstr:latest");
        const string sample = "docker.io/library/autoinstr-sample:";
        await Images.BuildAsync("Dockerfile.sample", sample + "latest");
        await Images.BuildAsync("Dockerfile.sample", sample + "manual", "--build-arg", "EDITION=manual");
    }

    private static string FullName(string image)
    {
        var tagged = image.LastIndexOf(':') > image.LastIndexOf('/') ? image : image + ":latest";
        var first = tagged.Split('/')[0];
        return !tagged.Contains('/', StringComparison.Ordinal) ? "docker.io/library/" + tagged
            : first.Contains('.', StringComparison.Ordinal) ? tagged
            : "docker.io/" + tagged;
    }

    /// <summary>The engine's names are resolved by a server that may be late when it is first asked.</summary>
    private static async Task CreateTaskAsync(RunningComposition running, HttpClient http)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var task = new { title = "Compose", minutes = 5, people = 2 };
            using var created = await http.PostAsJsonAsync(
                new Uri("/tasks", UriKind.Relative), task, TestContext.Current.CancellationToken);
            if (created.IsSuccessStatusCode)
                return;
            if (Stopwatch.GetElapsedTime(started) > Patience)
                Assert.Fail($"{created.StatusCode}\n{await running.LogsAsync()}");
        }
    }

    /// <summary>Orders a report through nginx, and looks for its way through all services.</summary>
    private static async Task AssertTracedAsync(RunningComposition running, int front, int page, bool isHooked)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var http = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null })
        {
            BaseAddress = new Uri($"http://127.0.0.1:{front}"),
        };
        await PlayedPod.WaitUntilAnsweredAsync(http, "/health", Patience);
        await CreateTaskAsync(running, http);
        Assert.Contains("Compose", await http.GetStringAsync(new Uri("/tasks", UriKind.Relative), cancellation), StringComparison.Ordinal);
        var id = Guid.NewGuid().ToString("N");
        using (var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/reports", UriKind.Relative)))
        {
            request.Headers.Add("traceparent", $"00-{id}-{id[..16]}-01");
            using var ordered = await http.SendAsync(request, cancellation);
            Assert.True(ordered.IsSuccessStatusCode, $"{ordered.StatusCode}\n{await running.LogsAsync()}");
        }

        using var patience = new CancellationTokenSource(Patience);
        string[] expected = ["\"gateway\"", "\"report-worker\"", "\"tasks-api\"", "postgresql", "rabbitmq"];
        var trace = "";
        while (!expected.All(part => trace.Contains(part, StringComparison.Ordinal)))
        {
            if (patience.IsCancellationRequested)
                Assert.Fail($"the trace has not arrived whole: {trace}\n{await running.LogsAsync()}");
            await Task.Delay(500, cancellation);
            using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{page}/api/traces/{id}"), cancellation);
            trace = answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync(cancellation) : "";
        }
        Assert.Equal(isHooked, trace.Contains("telemetry.distro.name", StringComparison.Ordinal));
        using var _ = JsonDocument.Parse(trace);
        await AssertSaidAsync(http, $"http://127.0.0.1:{page}/api/logs?trace={id}", "tasks-api", running);
        await AssertSaidAsync(http, $"http://127.0.0.1:{page}/api/metrics", "http.server.request.duration", running);
    }

    private static async Task AssertSaidAsync(HttpClient http, string address, string text, RunningComposition running)
    {
        using var patience = new CancellationTokenSource(Patience + Patience);
        var answer = "";
        while (!answer.Contains(text, StringComparison.Ordinal))
        {
            if (patience.IsCancellationRequested)
                Assert.Fail($"{address} does not say {text}: {answer}\n{await running.LogsAsync()}");
            await Task.Delay(500, TestContext.Current.CancellationToken);
            answer = await http.GetStringAsync(new Uri(address), TestContext.Current.CancellationToken);
        }
    }
}
