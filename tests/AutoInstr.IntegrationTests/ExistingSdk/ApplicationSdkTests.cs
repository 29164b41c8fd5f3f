using System.Text.RegularExpressions;
using AutoInstr.IntegrationTests.Harness;
using Xunit;

namespace AutoInstr.IntegrationTests.ExistingSdk;

/// <summary>Beside an application's own SDK no span is exported twice and none is lost. The application writes
/// "app NAME" for each that it exports.</summary>
public sealed partial class ApplicationSdkTests
{
    public static TheoryData<string, string, string[], string[]> Cases()
    {
        (string Scenario, string[] Application, string[] Agent)[] cases =
        [
            ("none", [], ["a", "b"]),
            ("one", ["a"], ["b"]),
            ("wildcard", ["a", "b"], []),
            ("late", ["during"], ["before", "after"]),
            ("second", ["a both", "b"], ["a alone"]),
            ("same", ["a", "a"], []),
            ("no-processor", [], ["a"]),
            ("late-processor", ["after"], ["before"]),
            ("in-flight", ["started before"], ["stopped after"]),
            ("sampler-off", [], ["b after"]),
            ("suppressed", [], ["b"]),
            ("legacy", ["a"], ["b"]),
        ];
        var data = new TheoryData<string, string, string[], string[]>();
        foreach (var app in new[] { "Sdk19App", "Sdk120App", "SdkOnSource11App" })
            foreach (var (scenario, application, agent) in cases)
                data.Add(app, scenario, application, agent);
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Each_span_is_exported_once(string app, string scenario, string[] application, string[] agent)
    {
        await using var receiver = await Spans.ReceiveAsync();

        var bare = await new TestApp(app).RunBareAsync([scenario]);
        var hooked = await RunAsync(receiver, app, scenario);

        Assert.Equal((bare.ExitCode, bare.OwnErrors), (hooked.ExitCode, hooked.OwnErrors));
        Assert.Equal(application, Exported(hooked));
        Assert.Equal(agent, receiver.Names());
        Assert.Equal(scenario is "none" or "no-processor" ? 0 : 1, hooked.Said.Count);
    }

    [Theory]
    [InlineData("Sdk19App")]
    [InlineData("Sdk120App")]
    [InlineData("SdkOnSource11App")]
    public async Task The_applications_sampler_holds_for_what_the_agent_records(string app)
    {
        await using var receiver = await Spans.ReceiveAsync();

        var run = await RunAsync(receiver, app, "sampler-ratio");

        // One in ten of a thousand; five standard deviations either way.
        Assert.InRange(Exported(run).Count, 52, 148);
        Assert.InRange(receiver.Names().Count, 52, 148);
        Assert.All(receiver.Names(), name => Assert.Equal("b", name));
    }

    [Theory]
    [InlineData("Sdk19App")]
    [InlineData("Sdk120App")]
    [InlineData("SdkOnSource11App")]
    public async Task Both_exports_everything_twice(string app)
    {
        await using var receiver = await Spans.ReceiveAsync();

        var run = await RunAsync(receiver, app, "one", "both");

        Assert.Equal(["a"], Exported(run));
        Assert.Equal(["a", "b"], receiver.Names());
        Assert.Empty(run.Said);
    }

    [Theory]
    [InlineData("Sdk19App")]
    [InlineData("Sdk120App")]
    [InlineData("SdkOnSource11App")]
    public async Task Defer_all_leaves_everything_to_the_application(string app)
    {
        await using var receiver = await Spans.ReceiveAsync();

        var run = await RunAsync(receiver, app, "one", "defer-all");

        Assert.Equal(["a"], Exported(run));
        Assert.Empty(receiver.Names());
        Assert.Single(run.Said);
    }

    [Theory]
    [InlineData("Sdk19App")]
    [InlineData("Sdk120App")]
    [InlineData("SdkOnSource11App")]
    public async Task Server_spans_of_the_application_stay_as_they_are(string app)
    {
        await using var receiver = await Spans.ReceiveAsync();

        var bare = await new TestApp(app).RunBareAsync(["web"]);
        var hooked = await RunAsync(receiver, app, "web");

        Assert.Single(Exported(bare));
        // A span ends about when its response arrives, so either line may be first.
        Assert.Equal((bare.ExitCode, Sorted(bare.Output), bare.Errors), (hooked.ExitCode, Sorted(hooked.Output), hooked.OwnErrors));
        // The call to itself is the agent's: the application does not listen to HttpClient.
        Assert.Equal(["GET"], receiver.Names());
    }

    [Theory]
    [InlineData("Sdk19App")]
    [InlineData("Sdk120App")]
    [InlineData("SdkOnSource11App")]
    public async Task Server_spans_that_the_application_does_not_listen_to_are_complete(string app)
    {
        await using var receiver = await Spans.ReceiveAsync();

        var run = await RunAsync(receiver, app, "web-other");

        Assert.Empty(Exported(run));
        Assert.Equal(["GET", "GET /hello/{name}"], receiver.Names());
        Assert.Equal("/hello/{name}", receiver.Store.Spans.Single(span => span.Name != "GET").Attributes["http.route"]);
    }

    [Theory]
    [InlineData("Sdk19App")]
    [InlineData("Sdk120App")]
    [InlineData("SdkOnSource11App")]
    public async Task Providers_that_come_and_go_lose_and_double_little(string app)
    {
        await using var receiver = await Spans.ReceiveAsync();

        var run = await RunAsync(receiver, app, "cycles");

        // 500 spans are made inside a provider's life and 500 outside; at the moments of
        // change either side may miss one or both may see it.
        Assert.InRange(Exported(run).Count + receiver.Names().Count, 900, 1100);
    }

    [Theory]
    [InlineData("libraries-first")]
    [InlineData("sdk-first")]
    public async Task Options_of_libraries_that_are_the_applications_own_stay_as_they_are(string order)
    {
        await using var receiver = await Spans.ReceiveAsync();

        var bare = await new TestApp("SdkDatabasesApp").RunBareAsync(["own", order]);
        var hooked = await RunAsync(receiver, "SdkDatabasesApp", "own", arguments: order);

        Assert.Equal(2, Exported(bare).Count);
        Assert.Equal((bare.ExitCode, bare.Output, bare.Errors), (hooked.ExitCode, hooked.Output, hooked.OwnErrors));
        Assert.DoesNotContain(receiver.Store.Spans, span => span.ScopeName is "MySqlConnector" or "ClickHouse.Driver");
    }

    [Theory]
    [InlineData("libraries-first")]
    [InlineData("sdk-first")]
    public async Task Options_of_libraries_follow_the_owner(string order)
    {
        await using var receiver = await Spans.ReceiveAsync();

        var bare = await new TestApp("SdkDatabasesApp").RunBareAsync(["shared", order]);
        var hooked = await RunAsync(receiver, "SdkDatabasesApp", "shared", arguments: order);

        // A library may have read its options before it is known whose the first span of a new owner is.
        Assert.Equal(4, Exported(bare).Count);
        Assert.Equal(ExportedLines(bare)[^2..], ExportedLines(hooked)[^2..]);
        Assert.Equal(
            ["SELECT ?", "SELECT ?"],
            receiver.Store.Spans.Where(span => span.ScopeName == "ClickHouse.Driver").Select(span => span.Attributes["db.query.text"]));
    }

    private static Task<AppRun> RunAsync(
        AutoInstr.Viewer.OtlpReceiver receiver, string app, string scenario, string mode = "defer", params string[] arguments) =>
        new TestApp(app).RunHookedAsync(receiver, [scenario, .. arguments], new Dictionary<string, string?>
        {
            ["OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES"] = "App.A,App.B",
            ["AUTOINSTR_EXISTING_SDK"] = mode,
        });

    private static string[] ExportedLines(AppRun run) => [.. run.Output.Split('\n').Where(line => ExportedLine().IsMatch(line))];

    private static string Sorted(string output) => string.Join('\n', output.Split('\n').Order(StringComparer.Ordinal));

    private static IReadOnlyList<string> Exported(AppRun run) =>
        [.. ExportedLine().Matches(run.Output).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"^app (.+) \[", RegexOptions.Multiline)]
    private static partial Regex ExportedLine();
}
