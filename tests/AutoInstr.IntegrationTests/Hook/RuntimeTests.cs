using AutoInstr.IntegrationTests.Harness;
using Xunit;

namespace AutoInstr.IntegrationTests.Hook;

/// <summary>.NET 8, 9 and 10 from one kit: with the one variable, with all three, and where it cannot be.</summary>
public sealed class RuntimeTests
{
    private static readonly Dictionary<string, string?> Sources = new() { ["OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES"] = "ConsoleApp" };

    private static readonly Dictionary<string, string?> Store = new(Sources)
    {
        ["DOTNET_ADDITIONAL_DEPS"] = Path.Combine(Repository.Kit, "deps"),
        ["DOTNET_SHARED_STORE"] = Path.Combine(Repository.Kit, "store"),
    };

    [Theory]
    [InlineData("8.0", false)]
    [InlineData("8.0", true)]
    [InlineData("9.0", false)]
    [InlineData("9.0", true)]
    [InlineData("10.0", false)]
    [InlineData("10.0", true)]
    public async Task Spans_arrive_from_every_runtime(string runtime, bool withStore)
    {
        await using var receiver = await Spans.ReceiveAsync();
        var app = App(runtime);
        string[] arguments = ["normal", "", "two words", "ünï", "--flag=\"q\""];

        var bare = await app.RunBareAsync(arguments);
        var hooked = await app.RunHookedAsync(receiver, arguments, withStore ? Store : Sources);

        Assert.Equal(bare, hooked);
        var spans = await receiver.WaitAsync("start", "last", "exit handler");
        Assert.All(spans, span => Assert.StartsWith(runtime + ".", (string)span.Resource["process.runtime.version"]!));
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("9.0")]
    public async Task The_second_start_keeps_the_environment_as_it_was(string runtime)
    {
        await using var receiver = await Spans.ReceiveAsync();
        string[] arguments = ["environment", "DOTNET_ADDITIONAL_DEPS", "DOTNET_SHARED_STORE", "AUTOINSTR_REEXECUTED", "OTHER"];
        var env = new Dictionary<string, string?> { ["OTHER"] = "kept", ["DOTNET_SHARED_STORE"] = "/nowhere/store" };

        var hooked = await App(runtime).RunHookedAsync(receiver, arguments, env);

        Assert.Contains(
            "DOTNET_ADDITIONAL_DEPS=(none)\nDOTNET_SHARED_STORE=/nowhere/store\nAUTOINSTR_REEXECUTED=(none)\nOTHER=kept\n", hooked.Output);
        Assert.Equal("", hooked.Errors);
    }

    [Fact]
    public async Task The_second_start_can_be_switched_off()
    {
        await using var receiver = await Spans.ReceiveAsync();

        var run = await App("8.0")
            .RunHookedAsync(receiver, ["normal"], new Dictionary<string, string?>(Sources) { ["AUTOINSTR_REEXEC"] = "false" });

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("DOTNET_ADDITIONAL_DEPS=" + Path.Combine(Repository.Kit, "deps"), Assert.Single(run.Said));
        Assert.Empty(receiver.Names());
    }

    [Fact]
    public async Task The_diagnostics_socket_is_there_after_the_second_start()
    {
        await using var receiver = await Spans.ReceiveAsync();
        var folder = Directory.CreateTempSubdirectory().FullName;
        await using var app = App("8.0").StartHooked(receiver, ["wait"], new Dictionary<string, string?>(Sources) { ["TMPDIR"] = folder });
        await app.WaitForOutputAsync("^waiting$");

        var socket = Assert.Single(Directory.GetFiles(folder, "dotnet-diagnostic-*-socket"));

        using var client = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, default);
        await client.ConnectAsync(new System.Net.Sockets.UnixDomainSocketEndPoint(socket), TestContext.Current.CancellationToken);
        Assert.Contains($"-{app.Id}-", socket);
    }

    [Fact]
    public async Task A_child_of_a_second_start_is_instrumented_too()
    {
        await using var receiver = await Spans.ReceiveAsync();
        var app = App("8.0");

        var bare = await app.RunBareAsync(["child", "self"]);
        var hooked = await app.RunHookedAsync(receiver, ["child", "self"], Sources);

        Assert.Equal(bare, hooked);
        var spans = await receiver.WaitAsync(5);
        Assert.Equal(2, spans.Select(span => span.Resource["process.pid"]).Distinct().Count());
    }

    [Fact]
    public async Task A_single_file_of_NET_8_is_instrumented()
    {
        await using var receiver = await Spans.ReceiveAsync();
        var app = Published("single-file-8.0");

        var bare = await app.RunBareAsync(["normal"]);
        var hooked = await app.RunHookedAsync(receiver, ["normal"], Sources);

        Assert.Equal(bare, hooked);
        await receiver.WaitAsync("last");
    }

    [Fact]
    public async Task A_self_contained_NET_8_application_runs_on_without()
    {
        await using var receiver = await Spans.ReceiveAsync();
        var app = Published("self-contained-8.0");

        var bare = await app.RunBareAsync(["normal"]);
        var hooked = await app.RunHookedAsync(receiver, ["normal"], Sources);

        Assert.Equal((bare.ExitCode, bare.Output), (hooked.ExitCode, hooked.Output));
        Assert.Contains("self-contained", Assert.Single(hooked.Said));
        Assert.Equal("", hooked.OwnErrors);
        Assert.Empty(receiver.Names());
    }

    private static TestApp App(string runtime) => new("ConsoleApp", runtime, "net" + runtime);

    private static TestApp Published(string form) =>
        new("ConsoleApp", "8.0") { Command = [Path.Combine(Repository.Artifacts, "published", form, "ConsoleApp")] };
}
