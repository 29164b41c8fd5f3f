using AutoInstr.IntegrationTests.Harness;
using AutoInstr.IntegrationTests.Logs;
using AutoInstr.IntegrationTests.Metrics;
using AutoInstr.Viewer;
using Xunit;

namespace AutoInstr.IntegrationTests.Plugins;

/// <summary>What plug-ins add to the agent, and what becomes of those that fail.</summary>
public sealed class PluginTests : IDisposable
{
    private static readonly string Assembly = new TestApp("TelemetryPlugins").Dll;

    private readonly string _folder = Directory.CreateTempSubdirectory("autoinstr-plugins-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("8.0")]
    [InlineData("9.0")]
    [InlineData("10.0")]
    public async Task Every_part_is_used(string runtime)
    {
        await using var receiver = await Spans.ReceiveAsync();
        var (logs, metrics) = (new ReceivedLogs(receiver), new ReceivedMetrics(receiver));
        await using var app = Start(receiver, runtime, EveryPart);
        using (var client = new HttpClient { BaseAddress = await app.WaitForAddressAsync() })
            await client.GetAsync("hello/ann", TestContext.Current.CancellationToken);
        var run = await app.StopAsync();

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        var span = (await receiver.WaitAsync("GET /hello/{name}")).Single(span => span.Name == "GET /hello/{name}");
        Assert.Equal((true, 5L), (span.Attributes["plugin.start"], span.Attributes["plugin.end"]));
        Assert.Equal(("yes", "test"), (span.Resource["plugin.detected"], span.ServiceName));
        Assert.True(metrics.Has("renamed.duration"));
        Assert.False(metrics.Has("http.server.request.duration"));
        Assert.False(metrics.Has("http.server.active_requests"));
        Assert.Contains(logs.Of("Microsoft.Hosting.Lifetime"), record => record.Body.StringValue == "changed");
        Assert.Contains("span GET /hello/{name} of test", Lines("Activity"));
        Assert.Contains("metric renamed.duration of test", Lines("Metric"));
        Assert.Contains("log changed of test", Lines("LogRecord"));
    }

    [Fact]
    public async Task Its_exporters_work_alone()
    {
        await using var receiver = await Spans.ReceiveAsync();
        await using var app = Start(
            receiver, "10.0", EveryPart,
            ("OTEL_TRACES_EXPORTER", "none"), ("OTEL_METRICS_EXPORTER", "none"), ("OTEL_LOGS_EXPORTER", "none"));
        using (var client = new HttpClient { BaseAddress = await app.WaitForAddressAsync() })
            await client.GetAsync("hello/ann", TestContext.Current.CancellationToken);
        var run = await app.StopAsync();

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("span GET /hello/{name} of test", Lines("Activity"));
        Assert.Contains("metric renamed.duration of test", Lines("Metric"));
        Assert.Contains("log changed of test", Lines("LogRecord"));
        Assert.Empty(receiver.Store.Spans);
    }

    [Theory]
    [InlineData("constructor", "Configure")]
    [InlineData("configure", "Configure")]
    [InlineData("detector", "Detector.Detect")]
    [InlineData("sampler", "FailingSampler.ShouldSample")]
    [InlineData("start of Activity", "FailingProcessor`1.OnStart")]
    [InlineData("end of Activity", "FailingProcessor`1.OnEnd")]
    [InlineData("export of Activity", "FailingExporter`1.Export")]
    [InlineData("view", "view")]
    [InlineData("export of Metric", "FailingExporter`1.Export")]
    [InlineData("end of LogRecord", "FailingProcessor`1.OnEnd")]
    [InlineData("export of LogRecord", "FailingExporter`1.Export")]
    public async Task A_faulty_one_is_disabled_and_named(string fault, string part)
    {
        await using var receiver = await Spans.ReceiveAsync();
        var bare = await RunAsync(new TestApp("WebApp", Framework: "net10.0").StartBare(env: Web));
        var run = await RunAsync(Start(receiver, "10.0", $"TelemetryPlugins.FaultyPlugin, {Assembly}", ("PLUGIN_FAULT", fault)));

        Assert.Equal((0, bare.OwnErrors), (run.ExitCode, run.OwnErrors));
        var line = Assert.Single(run.Said);
        Assert.StartsWith(
            $"autoinstr: the plug-in TelemetryPlugins.FaultyPlugin of {Assembly} is disabled: its {part} threw " +
            "InvalidOperationException: ", line, StringComparison.Ordinal);
        Assert.Contains("on purpose in " + fault, line, StringComparison.Ordinal);
        Assert.EndsWith("; correct it, or take it out of OTEL_DOTNET_AUTO_PLUGINS", line, StringComparison.Ordinal);
        await receiver.WaitAsync("GET /hello/{name}");
        // What the agent does by itself goes on.
        Assert.Contains(receiver.Store.Spans, span => span.Name == "GET /hello/{name}");
    }

    [Fact]
    public async Task By_name_it_is_looked_for_in_the_kit()
    {
        foreach (var file in Directory.GetFiles(Repository.Kit, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_folder, Path.GetRelativePath(Repository.Kit, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        Directory.CreateDirectory(Path.Combine(_folder, "plugins"));
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(Assembly)!, "*.dll"))
            File.Copy(file, Path.Combine(_folder, "plugins", Path.GetFileName(file)));
        await using var receiver = await Spans.ReceiveAsync();

        var run = await RunAsync(Start(
            receiver, "10.0", "TelemetryPlugins.EveryPartPlugin, TelemetryPlugins, Version=1.0.0.0, Culture=neutral",
            ("DOTNET_STARTUP_HOOKS", Path.Combine(_folder, "AutoInstr.StartupHook.dll"))));

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("span GET /hello/{name} of test", Lines("Activity"));
    }

    [Theory]
    [InlineData("/missing/plugin.dll", "FileNotFoundException: there is no /missing/plugin.dll")]
    [InlineData("Some.Type", "FormatException: this is neither a file that ends in .dll nor the assembly-qualified name of a class")]
    [InlineData("Some.Type, Missing.Assembly, Version=1.0.0.0", "FileNotFoundException: there is no ")]
    [InlineData("No.Such, $/TelemetryPlugins.dll", "there is no class No.Such in ")]
    [InlineData(
        "TelemetryPlugins.EveryPartPlugin+Detector, $/TelemetryPlugins.dll", "it does not derive from AutoInstr.Plugins.Plugin")]
    [InlineData("$/PatchedLibrary.dll", "PatchedLibrary.dll has no public class that derives from AutoInstr.Plugins.Plugin")]
    public async Task One_that_is_not_there_is_named(string entry, string reason)
    {
        await using var receiver = await Spans.ReceiveAsync();
        var run = await RunAsync(Start(receiver, "10.0", entry.Replace("$", Path.GetDirectoryName(Assembly), StringComparison.Ordinal)));

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(reason, Assert.Single(run.Said), StringComparison.Ordinal);
        await receiver.WaitAsync("GET /hello/{name}");
    }

    private static string EveryPart => $"TelemetryPlugins.EveryPartPlugin, {Assembly}";

    private static Dictionary<string, string?> Web => new() { ["ASPNETCORE_URLS"] = "http://127.0.0.1:0" };

    private static async Task<AppRun> RunAsync(AppProcess app)
    {
        await using (app)
        {
            using (var client = new HttpClient { BaseAddress = await app.WaitForAddressAsync() })
                await client.GetAsync("hello/ann", TestContext.Current.CancellationToken);
            return await app.StopAsync();
        }
    }

    private AppProcess Start(
        OtlpReceiver receiver, string runtime, string plugins, params (string Name, string Value)[] more)
    {
        var framework = runtime == "10.0" ? "net10.0" : "net8.0";
        var env = Web;
        env["OTEL_DOTNET_AUTO_PLUGINS"] = plugins;
        env["OTEL_METRICS_EXPORTER"] = "otlp";
        env["OTEL_LOGS_EXPORTER"] = "otlp";
        env["PLUGIN_FILE"] = Path.Combine(_folder, "exported");
        foreach (var (name, value) in more)
            env[name] = value;
        return new TestApp("WebApp", runtime, framework).StartHooked(receiver, env: env);
    }

    private string[] Lines(string kind) => File.ReadAllLines(Path.Combine(_folder, "exported." + kind));
}
