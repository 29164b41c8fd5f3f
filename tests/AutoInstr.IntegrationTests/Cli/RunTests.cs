using AutoInstr.IntegrationTests.Harness;
using Xunit;

namespace AutoInstr.IntegrationTests.Cli;

/// <summary><c>autoinstr run</c> becomes the command: what the command sees and what is seen of it
/// are as without, but for the variables.</summary>
public sealed class RunTests
{
    private const int SigTerm = 15;
    private const int SigKill = 9;

    [Fact]
    public async Task No_process_stays_in_between()
    {
        await using var process = CommandLineTool.Start(["run", "--service_name", "x", "--", "sh", "-c", "echo pid $$; exec sleep 600"]);
        Assert.Equal(process.Id.ToString(), await process.WaitForOutputAsync(@"^pid (\d+)$"));
        process.Signal(SigTerm);
        Assert.Equal(128 + SigTerm, (await process.WaitForExitAsync()).ExitCode);
    }

    [Fact]
    public async Task A_signal_reaches_the_command_and_its_handler()
    {
        await using var process = CommandLineTool.Start(
            ["run", "sh", "-c", "trap 'echo handled; exit 9' TERM; echo ready; while :; do sleep 0.05; done"]);
        await process.WaitForOutputAsync("^ready$");
        var run = await process.StopAsync();
        Assert.Equal((9, "ready\nhandled\n", ""), (run.ExitCode, run.Output, run.Errors));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(42)]
    [InlineData(255)]
    public async Task The_exit_code_is_the_commands(int code) =>
        Assert.Equal(new AppRun(code, "out\n", "err\n"),
            await CommandLineTool.RunAsync(["run", "sh", "-c", $"echo out; echo err >&2; exit {code}"]));

    [Fact]
    public async Task The_kit_is_added_to_the_environment_and_flags_win_over_variables()
    {
        var run = await CommandLineTool.RunAsync(
            ["run", "--service_name", "by flag", "--exporter-otlp-endpoint=otel:4317", "--autoinstr_existing_sdk", "both", "--", "env"],
            new Dictionary<string, string?> { ["OTEL_SERVICE_NAME"] = "by variable", ["OTEL_TRACES_SAMPLER"] = "always_off" });
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(
            [
                "AUTOINSTR_EXISTING_SDK=both",
                "DOTNET_ADDITIONAL_DEPS=" + Path.Combine(Repository.Kit, "deps"),
                "DOTNET_ROOT=" + Path.GetDirectoryName(Repository.Dotnet("10.0")),
                "DOTNET_SHARED_STORE=" + Path.Combine(Repository.Kit, "store"),
                "DOTNET_STARTUP_HOOKS=" + Repository.Hook,
                "OTEL_EXPORTER_OTLP_ENDPOINT=otel:4317",
                "OTEL_SERVICE_NAME=by flag",
                "OTEL_TRACES_SAMPLER=always_off",
                "PATH=" + Environment.GetEnvironmentVariable("PATH"),
            ],
            run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Lists_of_paths_are_kept_and_the_kit_is_added_once()
    {
        var other = Path.Combine(Repository.Kit, "agent");
        var run = await CommandLineTool.RunShellAsync(
            "$AUTOINSTR run -- $AUTOINSTR run -- env",
            new Dictionary<string, string?> { ["DOTNET_SHARED_STORE"] = other, ["DOTNET_ADDITIONAL_DEPS"] = "" });
        Assert.Contains("DOTNET_STARTUP_HOOKS=" + Repository.Hook, run.Output.Split('\n'));
        Assert.Contains($"DOTNET_SHARED_STORE={other}:{Path.Combine(Repository.Kit, "store")}", run.Output.Split('\n'));
        Assert.Contains("DOTNET_ADDITIONAL_DEPS=" + Path.Combine(Repository.Kit, "deps"), run.Output.Split('\n'));
    }

    [Fact]
    public async Task Arguments_variables_and_standard_input_arrive_byte_for_byte()
    {
        const string Bytes = """
            odd=$(printf 'a\377 b\nc')
            printf 'in\377' | ODD="$odd" $1 sh -c 'printf "%s|" "$ODD" "$@"; cat' name "$odd" '' ' --service_name' '*' é | od -An -tx1
            """;
        var bare = await CommandLineTool.RunShellAsync(Bytes.Replace("$1", ""));
        var run = await CommandLineTool.RunShellAsync(Bytes.Replace("$1", "$AUTOINSTR run --"));
        Assert.Contains("ff", bare.Output, StringComparison.Ordinal);
        Assert.Equal(bare, run);
    }

    [Fact]
    public async Task Signals_streams_and_folder_are_as_without()
    {
        const string State = "grep -E '^(Sig(Blk|Cgt)|ShdPnd|Umask)' /proc/self/status; pwd; ls /proc/self/fd | wc -l";
        var bare = await CommandLineTool.RunShellAsync($"sh -c \"{State}\"");
        var run = await CommandLineTool.RunShellAsync($"$AUTOINSTR run -- sh -c \"{State}\"");
        Assert.Contains("SigCgt", bare.Output, StringComparison.Ordinal);
        Assert.Equal(bare, run);
    }

    [Fact]
    public async Task A_closed_pipe_ends_the_command() =>
        // The runtime ignores SIGPIPE (bit 12), which what it starts would inherit: this test's process does it to its children.
        Assert.Equal(new AppRun(0, "y\n", ""), await CommandLineTool.RunShellAsync(
            "$AUTOINSTR run -- sh -c 'test $((0x$(sed -n s/SigIgn:.//p /proc/self/status) & 0x1000)) -eq 0 && yes | head -n 1'"));

    [Fact]
    public async Task No_file_stays_in_the_temporary_folder()
    {
        var folder = Directory.CreateTempSubdirectory("autoinstr-tmp-");
        try
        {
            await using var process = CommandLineTool.Start(
                ["run", "sh", "-c", "echo ready; exec sleep 600"], new Dictionary<string, string?> { ["TMPDIR"] = folder.FullName });
            await process.WaitForOutputAsync("^ready$");
            Assert.Empty(folder.EnumerateFileSystemInfos());
            process.Signal(SigKill);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("no-such-command", 127, "No such file or directory")]
    [InlineData("/no/such/command", 127, "No such file or directory")]
    [InlineData("/etc/passwd", 126, "Permission denied")]
    [InlineData("/etc", 126, "Permission denied")]
    public async Task A_command_that_cannot_be_executed(string command, int code, string reason) =>
        Assert.Equal(
            new AppRun(code, "", $"autoinstr: {command}: {reason}\n"), await CommandLineTool.RunAsync(["run", "--", command, "argument"]));

    [Theory]
    [InlineData(
        "autoinstr: --service_nam is not a flag, --service_name is; see autoinstr run --help\n", "run", "--service_nam=x", "echo", "ran")]
    [InlineData("autoinstr: there is no command to run; see autoinstr run --help\n", "run", "--service_name", "x")]
    [InlineData("autoinstr: 'start' is not a command; see autoinstr --help\n", "start")]
    public async Task Arguments_that_make_no_sense(string error, params string[] args) =>
        Assert.Equal(new AppRun(2, "", error), await CommandLineTool.RunAsync(args));

    [Fact]
    public async Task Help_and_version_go_to_standard_output()
    {
        Assert.Equal(new AppRun(0, "0.1.0\n", ""), await CommandLineTool.RunAsync(["--version"]));
        foreach (var args in (string[][])[[], ["--help"], ["run", "--help"], ["env", "-h"]])
        {
            var run = await CommandLineTool.RunAsync(args);
            Assert.Equal((0, ""), (run.ExitCode, run.Errors));
            Assert.StartsWith("autoinstr", run.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("empty")]
    public async Task A_damaged_kit_does_not_keep_the_command_from_running(string damage)
    {
        var folder = CommandLineTool.CopyAlone();
        try
        {
            var hook = Path.Combine(folder, "AutoInstr.StartupHook.dll");
            if (damage == "empty")
                File.WriteAllText(hook, "");
            var program = Path.Combine(folder, "autoinstr");
            var reason = $"{hook} is {(damage == "empty" ? "damaged" : "missing")}";

            Assert.Equal(
                new AppRun(3, "[] x\n", $"autoinstr: {reason}; the command runs without instrumentation\n"),
                await CommandLineTool.RunAsync(
                    ["run", "--service_name=x", "sh", "-c", "echo \"[$DOTNET_STARTUP_HOOKS] $OTEL_SERVICE_NAME\"; exit 3"],
                    program: program));

            var refused = new AppRun(
                1, "", $"autoinstr: {reason}; install the kit again (OTEL_DOTNET_AUTO_FAIL_FAST_ENABLED=true: the command is not run)\n");
            Assert.Equal(refused,
                await CommandLineTool.RunAsync(["run", "--dotnet_auto_fail_fast_enabled", "true", "echo", "ran"], program: program));
            Assert.Equal(refused, await CommandLineTool.RunAsync(
                ["run", "echo", "ran"], new Dictionary<string, string?> { ["OTEL_DOTNET_AUTO_FAIL_FAST_ENABLED"] = "True" }, program));
            Assert.Equal(1, (await CommandLineTool.RunAsync(["collect"], program: program)).ExitCode);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("10.0", "net10.0")]
    [InlineData("8.0", "net8.0")]
    public async Task An_application_is_instrumented(string runtime, string framework)
    {
        await using var receiver = await Spans.ReceiveAsync();
        var app = new TestApp("ConsoleApp", runtime, framework);
        string[] command = [Repository.Dotnet(runtime), app.Dll, "normal"];
        var env = new Dictionary<string, string?>
        {
            ["OTEL_SERVICE_NAME"] = "by variable",
            ["DOTNET_ROOT"] = Path.GetDirectoryName(command[0]),
        };

        await using var bare = AppProcess.Start(
            command, new Dictionary<string, string?>(env) { ["PATH"] = Environment.GetEnvironmentVariable("PATH") });
        var hooked = await CommandLineTool.RunAsync(
            [
                "run", "--service_name", "by flag", "--exporter_otlp_endpoint", $"127.0.0.1:{receiver.GrpcPort}",
                "--exporter_otlp_protocol=grpc",
                "--dotnet_auto_traces_additional_sources=ConsoleApp", "--", .. command,
            ],
            env);

        Assert.Equal(3, hooked.ExitCode);
        Assert.Equal(await bare.WaitForExitAsync(), hooked);
        var spans = await receiver.WaitAsync("start", "last");
        Assert.All(spans, span => Assert.Equal("by flag", span.ServiceName));
    }
}
