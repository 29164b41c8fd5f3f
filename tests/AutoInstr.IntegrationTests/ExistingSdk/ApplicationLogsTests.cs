using AutoInstr.IntegrationTests.Harness;
using AutoInstr.IntegrationTests.Logs;
using Xunit;

namespace AutoInstr.IntegrationTests.ExistingSdk;

/// <summary>Beside an application's own SDK no log record is exported twice. The application writes "app log CATEGORY" for each that it
/// exports.</summary>
public sealed class ApplicationLogsTests
{
    private const string Deferred =
        "autoinstr: the application has its own OpenTelemetry SDK: the log records that it exports are left to it " +
        "(AUTOINSTR_EXISTING_SDK=both exports them here as well)";

    [Theory]
    [InlineData("Sdk19App")]
    [InlineData("Sdk120App")]
    [InlineData("SdkOnSource11App")]
    public async Task A_factory_with_its_provider_is_left_to_it(string app)
    {
        var (logs, run) = await RunAsync(app, "logs-one");

        Assert.Equal((0, "app log App.A\n", ""), (run.ExitCode, run.Output, run.OwnErrors));
        Assert.Equal(["App.B"], logs.All.Select(received => received.Scope));
        Assert.Equal([Deferred], run.Said);
    }

    [Fact]
    public async Task Without_its_provider_every_factory_is_ours()
    {
        var (logs, run) = await RunAsync("Sdk120App", "logs-none");

        Assert.Equal((0, ""), (run.ExitCode, run.Output + run.Errors));
        Assert.Equal(["App.A", "App.B"], logs.All.Select(received => received.Scope));
    }

    [Theory]
    [InlineData("both", new[] { "App.A", "App.B" })]
    [InlineData("defer", new[] { "App.B" })]
    [InlineData("defer-all", new string[0])]
    public async Task The_mode_decides(string mode, string[] agent)
    {
        var (logs, run) = await RunAsync("Sdk120App", "logs-one", ("AUTOINSTR_EXISTING_SDK", mode));

        Assert.Equal("app log App.A\n", run.Output);
        Assert.Equal(agent, logs.All.Select(received => received.Scope));
    }

    private static async Task<(ReceivedLogs Logs, AppRun Run)> RunAsync(string app, string scenario, params (string, string?)[] settings)
    {
        await using var receiver = await Spans.ReceiveAsync();
        var logs = new ReceivedLogs(receiver);
        var env = new Dictionary<string, string?> { ["OTEL_LOGS_EXPORTER"] = "otlp" };
        foreach (var (name, value) in settings)
            env[name] = value;
        return (logs, await new TestApp(app).RunHookedAsync(receiver, [scenario], env));
    }
}
