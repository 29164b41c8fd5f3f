using System.Text.RegularExpressions;
using AutoInstr.IntegrationTests.Harness;
using AutoInstr.Viewer;
using Xunit;

namespace AutoInstr.IntegrationTests.Faults;

/// <summary>Little memory: what an application can do within it, it can do under the hook.</summary>
/// <remarks>
/// The kernel counts the pages of files for who reads them first, so application, kit and runtime are copied within the limit before they
/// run.
/// </remarks>
public sealed partial class MemoryLimitTests
{
    private const int Megabytes = 64;

    private const string Copying = """
        cp -r "$1" app
        cp -r "$2" kit
        mkdir dotnet
        cd "$3"
        cp -r --parents dotnet host shared/*/"$4".* "$OLDPWD/dotnet"
        """;

    [Fact]
    public async Task Within_a_hard_limit_of_the_heap()
    {
        await using var receiver = await Spans.ReceiveAsync();
        var limit = new Dictionary<string, string?>
        {
            ["DOTNET_GCHeapHardLimit"] = (Megabytes * 1024 * 1024).ToString("x"),
            ["OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES"] = "ConsoleApp",
        };
        var console = new TestApp("ConsoleApp", Framework: "net10.0");

        var bare = await console.RunBareAsync(env: limit);
        var hooked = await console.RunHookedAsync(receiver, env: limit);

        Assert.Equal(bare, hooked);
        await receiver.WaitAsync("last");
    }

    [Fact]
    public async Task What_needs_more_than_the_limit_is_killed()
    {
        using var limit = MemoryLimit.Create(Megabytes);
        await using var process = AppProcess.Start(limit.Command("/usr/bin/tail", "/dev/zero"), new Dictionary<string, string?>());

        Assert.Equal(128 + 9, (await process.WaitForExitAsync()).ExitCode);
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task A_console_application(string runtime)
    {
        await using var receiver = await Spans.ReceiveAsync();
        var app = new TestApp("ConsoleApp", runtime, "net" + runtime);

        var bare = await RunAsync(app, null, [], process => process.WaitForExitAsync());
        var hooked = await RunAsync(app, receiver, [], process => process.WaitForExitAsync());

        Assert.Equal(3, bare.ExitCode);
        Assert.Equal(bare, hooked);
        await receiver.WaitAsync("last");
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task A_web_application(string runtime)
    {
        await using var receiver = await Spans.ReceiveAsync();
        var app = new TestApp("WebApp", runtime, "net" + runtime);
        string[] arguments = ["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Microsoft.AspNetCore=Warning"];

        var bare = await RunAsync(app, null, arguments, ServeAsync);
        var hooked = await RunAsync(app, receiver, arguments, ServeAsync);

        Assert.Equal(0, bare.ExitCode);
        Assert.Equal(bare with { Output = Port().Replace(bare.Output, "") }, hooked with { Output = Port().Replace(hooked.Output, "") });
        Assert.Equal(300, receiver.Names().Count(name => name == "GET /hello/{name}"));
    }

    private static async Task<AppRun> ServeAsync(AppProcess app)
    {
        using var client = new HttpClient { BaseAddress = await app.WaitForAddressAsync() };
        await Parallel.ForAsync(0, 300, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, cancellation) =>
            Assert.Equal("Hello, Ann!", await client.GetStringAsync("hello/Ann", cancellation)));
        return await app.StopAsync();
    }

    private static async Task<AppRun> RunAsync(TestApp app, OtlpReceiver? receiver, string[] arguments, Func<AppProcess, Task<AppRun>> use)
    {
        var copy = Directory.CreateTempSubdirectory().FullName;
        using var limit = MemoryLimit.Create(Megabytes);
        try
        {
            await using var copying = AppProcess.Start(
                limit.Command(
                    "/bin/sh", "-ec", Copying, "sh", app.Folder, Repository.Kit, Path.GetDirectoryName(Repository.Dotnet(app.Runtime))!, app.Runtime),
                new Dictionary<string, string?> { ["PATH"] = "/usr/bin:/bin" },
                copy);
            Assert.Equal(new AppRun(0, "", ""), await copying.WaitForExitAsync());

            var env = new Dictionary<string, string?> { ["DOTNET_ROOT"] = Path.Combine(copy, "dotnet") };
            if (receiver != null)
                env = TestApp.Hooked(receiver, new Dictionary<string, string?>(env)
                {
                    ["DOTNET_STARTUP_HOOKS"] = Path.Combine(copy, "kit", Path.GetFileName(Repository.Hook)),
                    ["OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES"] = "ConsoleApp",
                });
            string[] command = [Path.Combine(copy, "dotnet", "dotnet"), Path.Combine(copy, "app", Path.GetFileName(app.Dll))];
            await using var process = (app with { Command = limit.Command(command) }).StartBare(arguments, env);
            return await use(process);
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    [GeneratedRegex(@"(?<=127\.0\.0\.1:)\d+")]
    private static partial Regex Port();
}
