using System.Text.Json;
using AutoInstr.ContainerTests.Harness;
using AutoInstr.IntegrationTests.Harness;
using Xunit;

namespace AutoInstr.ContainerTests.Compose;

/// <summary>What can be said of the compose files without the images that they name.</summary>
public sealed class ComposeFileTests
{
    public ComposeFileTests() => Assert.SkipWhen(Composition.Obstacle is not null, Composition.Obstacle ?? "");

    [Theory]
    [InlineData("compose.yaml")]
    [InlineData("compose.yaml", "compose.manual.yaml")]
    [InlineData("compose.viewer.yaml")]
    public async Task Every_service_can_be_started_in_its_turn(params string[] files)
    {
        var composition = await Composition.ReadAsync(files);
        foreach (var (name, service) in composition.Services)
        {
            var isMade = composition.Services.Any(
                item => item.Value.ContainsKey("build") && composition.Image(item.Key) == composition.Image(name));
            Assert.True(isMade || composition.Image(name).Split(':') is [_, not "latest"], $"{name} has no version");
            Assert.All(composition.List(name, "ports"), static port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
            Assert.All(
                composition.List(name, "volumes").Select(static volume => volume.Split(':')[0]).Where(Path.IsPathRooted),
                static path => Assert.True(Path.Exists(path), path));
            foreach (var (needed, condition) in composition.Needs(name))
            {
                Assert.Contains(needed, composition.Services.Keys);
                var isChecked = composition.Services[needed].ContainsKey("healthcheck");
                Assert.Equal(condition == "service_healthy", isChecked && condition != "service_started");
                Assert.True(condition != "service_completed_successfully" || !composition.Services[needed].ContainsKey("restart"), needed);
            }
        }
    }

    [Fact]
    public async Task By_hand_the_same_services_have_no_hook()
    {
        var hooked = await Composition.ReadAsync("compose.yaml");
        var manual = await Composition.ReadAsync("compose.yaml", "compose.manual.yaml");
        string[] services = ["gateway", "report-worker", "tasks-api"];
        Assert.Equal(services, hooked.Services.Keys.Where(name => Hook(hooked, name) == "/autoinstr/AutoInstr.StartupHook.dll").Order());
        Assert.All(services, name => Assert.Equal("", Hook(manual, name)));
        foreach (var name in services)
        {
            Assert.NotEqual(hooked.Image(name), manual.Image(name));
            var (one, other) = (hooked.Environment(name), manual.Environment(name));
            one.Remove("DOTNET_STARTUP_HOOKS");
            other.Remove("DOTNET_STARTUP_HOOKS");
            Assert.Equal(one, other);
        }

        static string? Hook(Composition composition, string service) =>
            composition.Environment(service).TryGetValue("DOTNET_STARTUP_HOOKS", out var hook) ? (string?)hook : null;
    }

    [Theory]
    [InlineData("containers/compose/collector.yaml")]
    [InlineData("k8s/sidecar/collector.yaml")]
    [InlineData("k8s/examples/backends/otelcol.yaml")]
    public async Task The_collector_takes_its_configuration(string file)
    {
        Assert.SkipWhen(CollectorProgram.Path is null, CollectorProgram.Missing);
        string[] arguments = ["validate", "--config", Path.Combine(Repository.Root, file)];
        var outcome = await Command.TryAsync(
            CollectorProgram.Path!, arguments, new Dictionary<string, string> { ["BACKEND"] = "http://backend:4318" });
        Command.Succeeded(outcome, "otelcol", arguments);
        Assert.DoesNotContain("deprecated", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_dashboards_ask_data_sources_that_are_there()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var grafana = Path.Combine(Composition.Folder, "compose", "grafana");
        var sources = await File.ReadAllTextAsync(Path.Combine(grafana, "data-sources.yaml"), cancellation);
        foreach (var (source, port) in new[] { ("tempo", 3200), ("prometheus", 9090), ("loki", 3100) })
        {
            Assert.Contains($"uid: {source}\n", sources, StringComparison.Ordinal);
            Assert.Contains($"url: http://{source}:{port}\n", sources, StringComparison.Ordinal);
        }
        var tempo = await File.ReadAllTextAsync(Path.Combine(grafana, "..", "tempo.yaml"), cancellation);
        Assert.Contains("http_listen_port: 3200\n", tempo, StringComparison.Ordinal);
        var provided = (await Composition.ReadAsync("compose.yaml")).List("grafana", "volumes").Single(static volume =>
            volume.Contains("/dashboards:", StringComparison.Ordinal)).Split(':')[1];
        var provider = await File.ReadAllTextAsync(Path.Combine(grafana, "dashboards.yaml"), cancellation);
        Assert.Contains($"path: {provided}", provider, StringComparison.Ordinal);

        var asked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(Path.Combine(grafana, "dashboards"), "*.json"))
        {
            using var dashboard = JsonDocument.Parse(await File.ReadAllTextAsync(file, cancellation));
            var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray().ToArray();
            Assert.NotEmpty(panels);
            foreach (var panel in panels)
            {
                var source = panel.GetProperty("datasource").GetProperty("uid").GetString()!;
                var target = panel.GetProperty("targets")[0];
                Assert.Equal(source, target.GetProperty("datasource").GetProperty("uid").GetString());
                Assert.NotEmpty(target.GetProperty(source == "tempo" ? "query" : "expr").GetString()!);
                asked.Add(source);
            }
        }
        Assert.Equal(["loki", "prometheus", "tempo"], asked.Order(StringComparer.Ordinal));
    }
}
