using AutoInstr.IntegrationTests.Harness;
using AutoInstr.IntegrationTests.Metrics;
using AutoInstr.Viewer.Otlp;
using Xunit;

namespace AutoInstr.IntegrationTests.ExistingSdk;

/// <summary>Beside an application's own SDK no series has two writers. The application writes "app metric NAME VALUE" for each that it
/// exports.</summary>
public sealed class ApplicationMetricsTests
{
    public static TheoryData<string, string, string[], string[]> Cases()
    {
        (string Scenario, string[] Application, string[] Agent)[] cases =
        [
            ("metrics-none", [], ["app.a", "app.b"]),
            ("metrics-one", ["app.a 1"], ["app.b"]),
            ("metrics-no-reader", [], ["app.a"]),
            ("metrics-view", ["app.a 1"], ["app.b"]),
        ];
        var data = new TheoryData<string, string, string[], string[]>();
        foreach (var app in new[] { "Sdk19App", "Sdk120App", "SdkOnSource11App" })
            foreach (var (scenario, application, agent) in cases)
                data.Add(app, scenario, application, agent);
        data.Add("Sdk120App", "hosted-metrics", ["app.a 1"], ["app.b"]);
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Each_instrument_is_exported_by_one(string app, string scenario, string[] application, string[] agent)
    {
        var (metrics, run) = await RunAsync(app, scenario);

        Assert.Equal((0, ""), (run.ExitCode, run.OwnErrors));
        Assert.Equal(application, Exported(run));
        Assert.Equal(agent, Received(metrics));
        Assert.True(metrics.Has("process.uptime"));
        Assert.Equal(
            application.Length == 0 ? []
                : ["autoinstr: the application has its own OpenTelemetry SDK: the instruments that it measures are left to it " +
                    "(AUTOINSTR_EXISTING_SDK=both exports them here as well)"],
            run.Said);
    }

    [Theory]
    [InlineData("Sdk19App")]
    [InlineData("Sdk120App")]
    [InlineData("SdkOnSource11App")]
    public async Task A_provider_that_comes_later_takes_over(string app)
    {
        const int some = 5;
        var steps = Directory.CreateTempSubdirectory("autoinstr-steps-");
        await using var receiver = await Spans.ReceiveAsync();
        var metrics = new ReceivedMetrics(receiver);
        await using var process = new TestApp(app).StartHooked(receiver, ["metrics-late", steps.FullName], Settings());

        // Before it there is nobody else.
        Assert.Equal(1, ReceivedMetrics.Total(await metrics.WaitAsync("app.a")));
        await File.WriteAllTextAsync(Path.Combine(steps.FullName, "provide"), "");
        await process.WaitForOutputAsync("provided");
        // After it nothing more comes.
        var begin = metrics.Requests.Count;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (metrics.Requests.Count < begin + some || metrics.Requests.TakeLast(some).Any(HasA))
            await Task.Delay(20, patience.Token);
        await File.WriteAllTextAsync(Path.Combine(steps.FullName, "end"), "");
        var run = await process.WaitForExitAsync();

        Assert.Equal(["app.a 1"], Exported(run));
        Assert.Equal(1, ReceivedMetrics.Total(metrics.Last("app.a")));
        Assert.DoesNotContain(metrics.Requests.TakeLast(some), HasA);
        steps.Delete(recursive: true);

        static bool HasA(ExportMetricsServiceRequest request) => request.ToString().Contains("\"app.a\"", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("both", new[] { "app.a", "app.b" })]
    [InlineData("defer", new[] { "app.b" })]
    [InlineData("defer-all", new string[0])]
    public async Task The_mode_decides(string mode, string[] agent)
    {
        var (metrics, run) = await RunAsync("Sdk120App", "metrics-held", ("AUTOINSTR_EXISTING_SDK", mode));

        Assert.Equal(["app.a 1"], Exported(run));
        Assert.Equal(agent, Received(metrics));
    }

    private static async Task<(ReceivedMetrics Metrics, AppRun Run)> RunAsync(
        string app, string scenario, params (string, string?)[] settings)
    {
        await using var receiver = await Spans.ReceiveAsync();
        var metrics = new ReceivedMetrics(receiver);
        return (metrics, await new TestApp(app).RunHookedAsync(receiver, [scenario], Settings(settings)));
    }

    private static Dictionary<string, string?> Settings(params (string, string?)[] more) => ReceivedMetrics.Settings(
        [("OTEL_DOTNET_AUTO_METRICS_ADDITIONAL_SOURCES", "App.*"), ("OTEL_METRIC_EXPORT_INTERVAL", "50"), .. more]);

    private static IEnumerable<string> Exported(AppRun run) =>
        run.Output.Split('\n').Where(line => line.StartsWith("app metric ")).Select(line => line["app metric ".Length..]);

    private static IEnumerable<string> Received(ReceivedMetrics metrics) =>
        metrics.All.Select(received => received.Metric.Name).Where(name => name.StartsWith("app.")).Distinct().Order();
}
