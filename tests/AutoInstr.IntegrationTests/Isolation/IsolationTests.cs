using AutoInstr.IntegrationTests.Harness;
using Xunit;

namespace AutoInstr.IntegrationTests.Isolation;

/// <summary>Each application does the same with and without the hook: output, errors, exit code, and the versions
/// of its own packages, which it prints.</summary>
public sealed class IsolationTests
{
    private static readonly Dictionary<string, string?> Sources =
        new() { ["OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES"] = "ConsoleApp,ExtensionsApp,Plugin,WorkerApp" };

    [Theory]
    [InlineData("Extensions8App", 4, "work")]
    [InlineData("Extensions11App", 4, "work")]
    [InlineData("WorkerApp", 0, "work")]
    public async Task An_application_with_its_own_packages(string name, int exitCode, string span) =>
        await AssertSameAsync(new TestApp(name), [], exitCode, span);

    [Fact]
    public async Task A_plain_console_application() =>
        await AssertSameAsync(new TestApp("ConsoleApp", Framework: "net10.0"), ["normal", "a b", "", "ü"], 3, "last");

    [Fact]
    public async Task A_plug_in_in_a_context_of_its_own() =>
        await AssertSameAsync(new TestApp("PluginHostApp"), [new TestApp("Plugin").Dll], 9, "plugged");

    [Theory]
    [InlineData("Work.RunJob", "AutoInstr.Hangfire", new[] { "a" }, 2, null)]
    [InlineData("Work.RunJob", "AutoInstr.Hangfire", new[] { "a", "b" }, 2, "in load context 'b': another copy was loaded first")]
    [InlineData(
        "Work.RunJob", "AutoInstr.Hangfire", new[] { "unloadable", "a" }, 2, "in load context 'unloadable': this context can be unloaded")]
    [InlineData("Work.Connect", "MySqlConnector", new[] { "a", "unloadable", "b" }, 3, null)]
    public async Task A_library_that_plug_ins_bring_along(string work, string source, string[] contexts, int spans, string? said)
    {
        await using var receiver = await Spans.ReceiveAsync();
        var app = new TestApp("PluginHostApp");
        string[] args = [new TestApp("Plugin").Dll, work, .. contexts];

        var bare = await app.RunBareAsync(args);
        // MySqlConnector says after the end of a span that it failed.
        var hooked = await app.RunHookedAsync(receiver, args, new Dictionary<string, string?> { ["OTEL_BSP_SCHEDULE_DELAY"] = "60000" });

        Assert.Equal((bare.ExitCode, bare.Output, bare.Errors), (hooked.ExitCode, hooked.Output, hooked.OwnErrors));
        Assert.Equal(9, hooked.ExitCode);
        var made = receiver.Store.Spans.Where(span => span.ScopeName == source).ToList();
        Assert.Equal(spans, made.Count);
        // Only a library that has been asked for the current conventions gives the server's code in place of the exception's type.
        Assert.All(made, span => Assert.Equal(source == "MySqlConnector" ? "1042" : null, span.Attributes["error.type"]));
        if (said == null)
            Assert.Empty(hooked.Said);
        else
            Assert.Contains(said, Assert.Single(hooked.Said), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sdk19App")]
    [InlineData("Sdk120App")]
    [InlineData("SdkOnSource11App")]
    public async Task An_application_with_its_own_SDK(string name)
    {
        await using var receiver = await Spans.ReceiveAsync();
        var app = new TestApp(name);

        var bare = await app.RunBareAsync(["versions"]);
        var hooked = await app.RunHookedAsync(receiver, ["versions"], Sources);

        Assert.Equal((bare.ExitCode, bare.Output, bare.Errors), (hooked.ExitCode, hooked.Output, hooked.OwnErrors));
        Assert.Equal(6, hooked.ExitCode);
    }

    [Theory]
    [InlineData("single-file")]
    [InlineData("self-contained")]
    [InlineData("self-contained-single-file")]
    public async Task A_published_application(string form)
    {
        var executable = Path.Combine(Repository.Artifacts, "published", form, "ConsoleApp");
        await AssertSameAsync(new TestApp("ConsoleApp") { Command = [executable] }, ["normal"], 3, "last");
        await AssertSameAsync(new TestApp("ConsoleApp") { Command = [executable] }, ["versions"], 0, "start");
    }

    [Fact]
    public async Task Another_startup_hook_in_the_list()
    {
        var other = new TestApp("OtherHook").Dll;
        await using var receiver = await Spans.ReceiveAsync();
        var app = new TestApp("ConsoleApp", Framework: "net10.0");

        var bare = await app.RunBareAsync(["normal"], new Dictionary<string, string?> { ["DOTNET_STARTUP_HOOKS"] = other });
        var before = await app.RunHookedAsync(
            receiver, ["normal"], new Dictionary<string, string?>(Sources) { ["DOTNET_STARTUP_HOOKS"] = $"{other}:{Repository.Hook}" });
        var after = await app.RunHookedAsync(receiver, ["normal"],
            new Dictionary<string, string?>(Sources) { ["DOTNET_STARTUP_HOOKS"] = $"{Repository.Hook}:{other}:{Repository.Hook}" });

        Assert.Contains("the other hook ran", bare.Output);
        Assert.Equal(bare, before);
        Assert.Equal(bare, after);
        Assert.Equal(6, (await receiver.WaitAsync(6)).Count);
    }

    private static async Task AssertSameAsync(TestApp app, string[] args, int exitCode, string span)
    {
        await using var receiver = await Spans.ReceiveAsync();

        var bare = await app.RunBareAsync(args);
        var hooked = await app.RunHookedAsync(receiver, args, Sources);

        Assert.Equal((bare.ExitCode, bare.Output, bare.Errors), (hooked.ExitCode, hooked.Output, hooked.Errors));
        Assert.Equal(exitCode, hooked.ExitCode);
        await receiver.WaitAsync(span);
    }
}
