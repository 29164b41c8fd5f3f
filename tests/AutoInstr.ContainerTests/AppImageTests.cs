using AutoInstr.Compare.Running;
using AutoInstr.ContainerTests.Harness;
using AutoInstr.IntegrationTests.Harness;
using AutoInstr.Viewer;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.ContainerTests;

/// <summary>Applications in containers, with the kit added in each of the ways that the README shows.</summary>
public sealed class AppImageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] Restricted =
        ["--read-only", "--read-only-tmpfs=false", "--user", "12345:12345", "--cap-drop=all", "--security-opt=no-new-privileges"];

    public AppImageTests() => Images.Require();

    [Fact]
    public Task The_four_lines_in_a_Dockerfile() => AssertTracedAsync(Images.App);

    [Fact]
    public async Task The_four_lines_in_an_image_without_a_shell()
    {
        const string image = "localhost/tasks-api:chiseled";
        await Images.BuildAsync("Dockerfile.chiseled", image);
        Assert.NotEqual(0, (await Podman.TryAsync("run", "--rm", "--network=none", image, "sh", "-c", "true")).ExitCode);
        await AssertTracedAsync(image);
    }

    [Fact]
    public async Task The_four_lines_in_an_image_made_from_the_applications()
    {
        const string image = "localhost/tasks-api:derived";
        await Images.BuildAsync("Dockerfile.derived", image, "--build-arg", "APP=" + Images.PlainApp);
        await AssertTracedAsync(image);
    }

    [Fact]
    public Task A_volume_and_variables_alone() => AssertTracedAsync(Images.PlainApp,
        "--volume", Repository.Kit + ":/autoinstr:ro", "--env", "DOTNET_STARTUP_HOOKS=/autoinstr/AutoInstr.StartupHook.dll",
        "--env", "OTEL_SERVICE_NAME=appzin", "--env", "OTEL_EXPORTER_OTLP_INSECURE=true");

    [Fact]
    public Task A_read_only_root_without_any_right() =>
        AssertTracedAsync(Images.App, [.. Restricted, "--tmpfs", "/tmp:mode=1777"]);

    [Fact]
    public async Task A_read_only_root_with_no_place_for_the_runtimes_socket_is_said_and_all_else_is_traced()
    {
        var (spans, said) = await RunAsync(Images.App,
            [.. Restricted, "--tmpfs", "/data:mode=1777", "--env", "ConnectionStrings__Sqlite=Data Source=/data/tasks.db"]);
        Assert.Single(spans, static span => span is { Name: "GET /tasks", Kind: SpanKind.Server });
        Assert.StartsWith(
            "autoinstr: Microsoft.Extensions.Logging and other libraries", Assert.Single(said.Trim().Split('\n')),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_variants_have_the_same_four_lines_and_nothing_else()
    {
        var containers = Path.Combine(Repository.Root, "containers");
        foreach (var variant in new[] { "app", "alpine", "chiseled", "derived" })
        {
            var file = Path.Combine(containers, "Dockerfile." + variant);
            var lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
            Assert.Equal(Images.AddedLines, lines.Intersect(Images.AddedLines));
            Assert.DoesNotContain(lines.Except(Images.AddedLines).Where(static line => !line.StartsWith('#')), static line =>
                line.Contains("OTEL_", StringComparison.Ordinal) || line.Contains("autoinstr", StringComparison.OrdinalIgnoreCase));
        }
    }

    private static async Task AssertTracedAsync(string image, params string[] options)
    {
        var (spans, said) = await RunAsync(image, options);
        Assert.Equal("", said);
        var served = Assert.Single(spans, static span => span is { Name: "GET /tasks", Kind: SpanKind.Server });
        Assert.Equal("appzin", served.ServiceName);
        Assert.Equal("/tasks", served.Attributes["http.route"]);
        var query = Assert.Single(spans, span => span.TraceId == served.TraceId && span.Kind == SpanKind.Client);
        Assert.Equal(("SELECT \"tasks\"", "sqlite"), (query.Name, query.Attributes["db.system.name"]));
    }

    /// <summary>Starts a container, asks it for something, and ends it.</summary>
    /// <returns>What the receiver got, and what was written to the standard error.</returns>
    private static async Task<(IReadOnlyList<Span> Spans, string Said)> RunAsync(string image, params string[] options)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var receiver = await OtlpReceiver.StartAsync(ReceiverOptions.FreePorts, cancellation);
        var address = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        await using var container = await Container.StartAsync(image,
        [
            "--env", $"ASPNETCORE_URLS={address}", "--env", $"OTEL_EXPORTER_OTLP_ENDPOINT=127.0.0.1:{receiver.GrpcPort}",
            "--env", "OTEL_EXPORTER_OTLP_PROTOCOL=grpc", .. options,
        ]);
        using var http = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { BaseAddress = address };
        await container.WaitForOutputAsync("Application started");
        Assert.Equal("[]", await http.GetStringAsync(new Uri("/tasks", UriKind.Relative), cancellation));
        var (exitCode, output, errors) = await container.StopAsync();

        Assert.Equal(0, exitCode);
        Assert.DoesNotContain("autoinstr", output, StringComparison.OrdinalIgnoreCase);
        var spans = await receiver.Store.WaitForAsync(
            static spans => spans.Any(static span => span.Name == "GET /tasks"), Patience, cancellation);
        return (spans, errors);
    }
}
