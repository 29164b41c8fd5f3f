using AutoInstr.IntegrationTests.Harness;
using Xunit;

namespace AutoInstr.IntegrationTests.Hook;

/// <summary>When the hook stands down, the application runs as without it, and one line says why unless that was asked for.</summary>
public sealed class GuardTests
{
    [Theory]
    [InlineData("OTEL_SDK_DISABLED", "true")]
    [InlineData("OTEL_SDK_DISABLED", " TRUE ")]
    [InlineData("OTEL_DOTNET_AUTO_EXCLUDE_PROCESSES", "other, consoleapp")]
    [InlineData("OTEL_DOTNET_AUTO_EXCLUDE_PROCESSES", "dotnet")]
    [InlineData("OTEL_TRACES_EXPORTER", "none")]
    [InlineData("OTEL_DOTNET_AUTO_TRACES_ENABLED", "false")]
    [InlineData("OTEL_DOTNET_AUTO_INSTRUMENTATION_ENABLED", "false")]
    public async Task Switched_off_it_says_nothing(string name, string value)
    {
        await using var receiver = await Spans.ReceiveAsync();

        var bare = await Console.RunBareAsync();
        var hooked = await Console.RunHookedAsync(receiver, env: new Dictionary<string, string?> { [name] = value });

        Assert.Equal(bare, hooked);
        Assert.Empty(receiver.Names());
    }

    [Fact]
    public async Task A_default_holds_where_the_environment_has_nothing()
    {
        await using var receiver = await Spans.ReceiveAsync();

        var run = await Console.RunHookedAsync(receiver, env: new Dictionary<string, string?>
        {
            ["AUTOINSTR_DEFAULTS"] = "OTEL_SERVICE_NAME=default\nOTEL_RESOURCE_ATTRIBUTES=team=shop\nPATH=/nowhere\n" +
                "OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES=ConsoleApp",
            ["OTEL_SERVICE_NAME"] = "own",
        });

        Assert.StartsWith("autoinstr: AUTOINSTR_DEFAULTS: 'PATH=/nowhere' is not ", Assert.Single(run.Said), StringComparison.Ordinal);
        var span = (await receiver.WaitAsync(1))[0];
        Assert.Equal(("own", "shop"), (span.ServiceName, span.Resource["team"]));
    }

    [Fact]
    public async Task Beside_another_products_hook_it_stands_down()
    {
        var folder = Directory.CreateTempSubdirectory();
        var other = Path.Combine(folder.FullName, "OpenTelemetry.AutoInstrumentation.StartupHook.dll");
        File.Copy(new TestApp("OtherHook").Dll, other);
        await using var receiver = await Spans.ReceiveAsync();

        var run = await Console.RunHookedAsync(
            receiver, env: new Dictionary<string, string?> { ["DOTNET_STARTUP_HOOKS"] = $"{Repository.Hook}:{other}" });

        Assert.Equal(3, run.ExitCode);
        Assert.Contains(other, Assert.Single(run.Said));
        Assert.Empty(receiver.Names());
    }

    [Fact]
    public async Task Fail_fast_ends_the_process_instead()
    {
        await using var receiver = await Spans.ReceiveAsync();

        var run = await Console.RunHookedAsync(receiver, env: new Dictionary<string, string?>
        {
            ["DOTNET_STARTUP_HOOKS"] = Repository.Hook + ":/opt/OpenTelemetry.AutoInstrumentation.StartupHook.dll",
            ["OTEL_DOTNET_AUTO_FAIL_FAST_ENABLED"] = "true",
            ["OTEL_LOG_LEVEL"] = "none",
        });

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Single(run.Said);
    }

    [Fact]
    public async Task The_SDKs_own_processes_are_left_alone()
    {
        await using var receiver = await Spans.ReceiveAsync();
        var sdk = new TestApp("ConsoleApp") { Command = [Repository.Dotnet("10.0")] };

        var bare = await sdk.RunBareAsync(["--version"]);
        var hooked = await sdk.RunHookedAsync(receiver, ["--version"]);
        var build = await sdk.RunHookedAsync(receiver, ["msbuild", "-version", "-noLogo"]);

        Assert.Equal(bare, hooked);
        Assert.Equal((0, ""), (build.ExitCode, build.Errors));
        Assert.Empty(receiver.Names());
    }

    [Fact]
    public async Task A_tool_is_instrumented_when_it_is_asked_for()
    {
        // An application that happens to be called like a tool.
        var folder = Directory.CreateTempSubdirectory();
        foreach (var file in Directory.GetFiles(Console.Folder))
            File.Copy(
                file,
                Path.Combine(folder.FullName,
                    Path.GetFileName(file).Replace("ConsoleApp.runtimeconfig", "dotnet-shop.runtimeconfig", StringComparison.Ordinal)));
        File.Copy(Console.Dll, Path.Combine(folder.FullName, "dotnet-shop.dll"));
        var app = new TestApp("ConsoleApp") { Command = [Repository.Dotnet("10.0"), Path.Combine(folder.FullName, "dotnet-shop.dll")] };
        await using var receiver = await Spans.ReceiveAsync();
        var env = new Dictionary<string, string?> { ["OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES"] = "ConsoleApp" };

        await app.RunHookedAsync(receiver, env: env);
        Assert.Empty(receiver.Names());

        env["AUTOINSTR_INCLUDE_PROCESSES"] = "dotnet-shop";
        await app.RunHookedAsync(receiver, env: env);
        await receiver.WaitAsync("last");
    }

    [Fact]
    public async Task A_child_process_is_instrumented_as_its_parent_is()
    {
        await using var receiver = await Spans.ReceiveAsync();
        var env = new Dictionary<string, string?> { ["OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES"] = "ConsoleApp" };

        var bare = await Console.RunBareAsync(["child", "self"]);
        var hooked = await Console.RunHookedAsync(receiver, ["child", "self"], env);
        var sdk = await Console.RunHookedAsync(receiver, ["child", "tool", "--version"], env);

        Assert.Equal(bare, hooked);
        Assert.Contains("child exited 3", hooked.Output);
        Assert.Contains("child exited 0", sdk.Output);
        var spans = await receiver.WaitAsync(8);
        Assert.Equal(3, spans.Select(span => span.Resource["process.pid"]).Distinct().Count());
    }

    private static TestApp Console { get; } = new("ConsoleApp", Framework: "net10.0");
}
