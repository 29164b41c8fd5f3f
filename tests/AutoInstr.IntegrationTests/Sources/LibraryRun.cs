using AutoInstr.IntegrationTests.Harness;
using AutoInstr.Viewer;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.IntegrationTests.Sources;

/// <summary>What a program that uses one library left: its spans.</summary>
internal sealed class LibraryRun
{
    /// <summary>Its own spans, too, and nothing sent before its end: a library may say late that a command failed.</summary>
    private static readonly Dictionary<string, string?> Variables = new()
    {
        ["OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES"] = "Libraries.App",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "60000",
    };

    private LibraryRun(IReadOnlyList<Span> spans) => All = spans;

    /// <summary>Every span received, in order of their start.</summary>
    public IReadOnlyList<Span> All { get; }

    /// <summary>The program's own span of a name, of which there must be one.</summary>
    public Span Own(string name) => Assert.Single(All, span => span.ScopeName == "Libraries.App" && span.Name == name);

    /// <summary>The spans of a source, in order of their start.</summary>
    public IReadOnlyList<Span> Of(string source) => [.. All.Where(span => span.ScopeName == source)];

    /// <summary>The one span of a name.</summary>
    public Span One(string name) => Assert.Single(All, span => span.Name == name);

    /// <summary>Runs a program bare and hooked, and compares what it printed and how it ended.</summary>
    /// <param name="app">The project.</param>
    /// <param name="arguments">The library and the address.</param>
    /// <param name="env">Variables of the hooked run.</param>
    /// <param name="runtime">What runs it.</param>
    public static async Task<LibraryRun> CompareAsync(
        string app, string[] arguments, Dictionary<string, string?>? env = null, string runtime = "10.0")
    {
        await using var receiver = await Spans.ReceiveAsync();
        var program = TestApp.Library(app, runtime);
        var bare = await program.RunBareAsync(arguments);
        var variables = new Dictionary<string, string?>(Variables);
        foreach (var (name, value) in env ?? [])
            variables[name] = value;
        var hooked = await program.RunHookedAsync(receiver, arguments, variables);
        Assert.Equal((0, bare.Output, bare.Errors), (hooked.ExitCode, hooked.Output, hooked.Errors));
        receiver.AssertRuntime(runtime);
        return Of(receiver);
    }

    /// <summary>Runs a program hooked; for those that cannot run twice.</summary>
    public static async Task<LibraryRun> HookedAsync(OtlpReceiver receiver, TestApp app, string[] arguments, string expectedOutput)
    {
        var hooked = await app.RunHookedAsync(receiver, arguments, Variables);
        Assert.Equal((0, expectedOutput, ""), (hooked.ExitCode, hooked.Output, hooked.Errors));
        receiver.AssertRuntime(app.Runtime);
        return Of(receiver);
    }

    /// <summary>All is there as soon as the process is gone: it sends what it has before it ends.</summary>
    private static LibraryRun Of(OtlpReceiver receiver) => new([.. receiver.Store.Spans.OrderBy(span => span.StartTimeUnixNano)]);
}
