using AutoInstr.IntegrationTests.Harness;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.IntegrationTests.Libraries;

/// <summary>What an application did with a library under the hook, after it was seen to do the same without.</summary>
internal sealed class LibraryRun
{
    /// <summary>The source that stands for what an application traces by itself.</summary>
    public const string AppSource = "Libraries.App";

    private LibraryRun(IReadOnlyList<Span> spans) => Spans = spans;

    /// <summary>What the receiver got, in order of the spans' start.</summary>
    public IReadOnlyList<Span> Spans { get; }

    /// <summary>Names of the spans that the library made, in order of their start.</summary>
    public IEnumerable<string> Names => Spans.Where(span => span.ScopeName != AppSource).Select(span => span.Name);

    /// <summary>The span that the application made around everything.</summary>
    public Span Work => Single("work");

    /// <summary>Runs the application bare and hooked; both must say the same, and the agent nothing.</summary>
    /// <param name="app">The application.</param>
    /// <param name="args">Its arguments.</param>
    /// <param name="env">Settings of the agent, beside those of the harness.</param>
    public static async Task<LibraryRun> OfAsync(TestApp app, string[] args, Dictionary<string, string?>? env = null)
    {
        await using var receiver = await Harness.Spans.ReceiveAsync();
        var bare = await app.RunBareAsync(args);
        var settings = new Dictionary<string, string?>(env ?? []);
        settings.TryAdd("OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES", AppSource);
        // Nothing is sent before its end: a library may say late that something failed.
        settings.TryAdd("OTEL_BSP_SCHEDULE_DELAY", "60000");
        var hooked = await app.RunHookedAsync(receiver, args, settings);

        Assert.Equal((0, bare.Output, bare.Errors), (bare.ExitCode, hooked.Output, hooked.OwnErrors));
        Assert.Equal(0, hooked.ExitCode);
        Assert.Empty(hooked.Said);
        receiver.AssertRuntime(app.Runtime);
        return new LibraryRun([.. receiver.Store.Spans.OrderBy(span => span.StartTimeUnixNano)]);
    }

    /// <summary>The only span of a name, and of a kind when there are several.</summary>
    public Span Single(string name, SpanKind? kind = null) =>
        Assert.Single(Spans, span => span.Name == name && (kind == null || span.Kind == kind));

    /// <summary>The spans of a name, in order of their start.</summary>
    public IReadOnlyList<Span> All(string name) => [.. Spans.Where(span => span.Name == name)];
}
