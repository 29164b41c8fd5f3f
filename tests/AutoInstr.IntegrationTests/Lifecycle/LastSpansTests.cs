using System.Net;
using System.Net.Sockets;
using AutoInstr.IntegrationTests.Harness;
using Xunit;

namespace AutoInstr.IntegrationTests.Lifecycle;

/// <summary>Spans of the last instant arrive, however the process ends, and it ends as it does without the hook.</summary>
public sealed class LastSpansTests
{
    private const int SigInt = 2;
    private const int SigTerm = 15;

    private static readonly Dictionary<string, string?> Env = new()
    {
        ["OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES"] = "ConsoleApp,WorkerApp",
        // Nothing may arrive by the ordinary schedule: only the last flush can bring it.
        ["OTEL_BSP_SCHEDULE_DELAY"] = "60000",
    };

    [Theory]
    [InlineData("normal", "8.0", "last", "exit handler")]
    [InlineData("normal", "10.0", "last", "exit handler")]
    [InlineData("exit", "8.0", "last", "exit handler")]
    [InlineData("exit", "10.0", "last", "exit handler")]
    [InlineData("throw", "8.0", "last")]
    [InlineData("throw", "10.0", "last")]
    [InlineData("thread-throw", "10.0", "last")]
    [InlineData("throw-handlers", "8.0", "last", "exception handler 1", "exception handler 2", "exception handler 3")]
    [InlineData("throw-handlers", "9.0", "last", "exception handler 1", "exception handler 2", "exception handler 3")]
    [InlineData("throw-handlers", "10.0", "last", "exception handler 1", "exception handler 2", "exception handler 3")]
    [InlineData("throw-failfast", "8.0", "last")]
    [InlineData("throw-failfast", "10.0", "last")]
    [InlineData("throw-exit", "10.0", "last", "exception handler", "exit handler")]
    public async Task The_process_ends_by_itself(string mode, string runtime, params string[] spans)
    {
        await using var receiver = await Spans.ReceiveAsync();
        var app = App(runtime);

        var bare = await app.RunBareAsync([mode]);
        var hooked = await app.RunHookedAsync(receiver, [mode], Env);

        Assert.Equal(bare, hooked);
        await receiver.WaitAsync(["start", .. spans]);
    }

    [Theory]
    [InlineData("wait", SigTerm, "8.0", "last", "exit handler")]
    [InlineData("wait", SigTerm, "9.0", "last", "exit handler")]
    [InlineData("wait", SigTerm, "10.0", "last")]
    [InlineData("wait", SigInt, "8.0", "last")]
    [InlineData("wait", SigInt, "10.0", "last")]
    [InlineData("cancel-key", SigInt, "10.0", "cancel key")]
    [InlineData("handle-signals", SigTerm, "8.0", "after the signal", "exit handler")]
    [InlineData("handle-signals", SigTerm, "10.0", "after the signal", "exit handler")]
    [InlineData("handle-signals", SigInt, "10.0", "after the signal", "exit handler")]
    public async Task A_signal_ends_the_process(string mode, int signal, string runtime, params string[] spans)
    {
        await using var receiver = await Spans.ReceiveAsync();
        var app = App(runtime);

        await using var bare = app.StartBare([mode]);
        await using var hooked = app.StartHooked(receiver, [mode], Env);
        await bare.WaitForOutputAsync("^waiting$");
        await hooked.WaitForOutputAsync("^waiting$");
        bare.Signal(signal);
        hooked.Signal(signal);

        Assert.Equal(await bare.WaitForExitAsync(), await hooked.WaitForExitAsync());
        await receiver.WaitAsync(["start", .. spans]);
    }

    [Fact]
    public async Task A_worker_is_stopped_by_its_host()
    {
        await using var receiver = await Spans.ReceiveAsync();
        await using var worker = new TestApp("WorkerApp").StartHooked(
            receiver, env: new Dictionary<string, string?>(Env) { ["WORKER_WAITS"] = "1" });
        await worker.WaitForOutputAsync("^waiting$");

        var run = await worker.StopAsync();

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        await receiver.WaitAsync("work", "stopping");
    }

    [Theory]
    [InlineData("normal", 3)]
    [InlineData("exit", 7)]
    [InlineData("throw", 134)]
    [InlineData("throw-handlers", 134)]
    public async Task A_collector_that_hangs_holds_the_end_up_for_the_bound_only(string mode, int exitCode)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var env = new Dictionary<string, string?>(Env)
        {
            ["DOTNET_STARTUP_HOOKS"] = Repository.Hook,
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://" + silent.LocalEndpoint,
            ["OTEL_EXPORTER_OTLP_TIMEOUT"] = "600000",
            ["AUTOINSTR_SHUTDOWN_TIMEOUT"] = "1000",
        };

        // The harness gives up long before the exporter's own ten minutes.
        var run = await App("10.0").RunBareAsync([mode], env);

        Assert.Equal(exitCode, run.ExitCode);
    }

    private static TestApp App(string runtime) => new("ConsoleApp", runtime, "net" + runtime);
}
