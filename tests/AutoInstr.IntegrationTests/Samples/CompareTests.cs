using System.Text.Json;
using AutoInstr.IntegrationTests.Cli;
using AutoInstr.IntegrationTests.Harness;
using AutoInstr.IntegrationTests.Viewer;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace AutoInstr.IntegrationTests.Samples;

/// <summary><c>autoinstr compare</c>: both editions of the sample system, run for real, and the recordings of that.</summary>
public sealed class CompareTests(CompareTests.BothEditions editions, Browser browser)
    : IClassFixture<CompareTests.BothEditions>, IClassFixture<Browser>
{
    [Fact]
    public void Both_editions_are_run_under_the_same_requests_and_what_they_cost_is_told()
    {
        Assert.Equal(0, editions.Run.ExitCode);
        Assert.Equal(
            ["manual edition, run 1 of 2", "automatic edition, run 1 of 2", "manual edition, run 2 of 2", "automatic edition, run 2 of 2"],
            editions.Run.Errors.Trim().Split('\n')
                .Select(static line => line.Replace("autoinstr compare: ", "", StringComparison.Ordinal)));
        using var report = JsonDocument.Parse(editions.Run.Output);
        // The check that tells whether a service is ready is no part of its traffic.
        Assert.DoesNotContain("/health", editions.Run.Output, StringComparison.Ordinal);
        var cost = report.RootElement.GetProperty("cost");
        Assert.InRange(cost.GetProperty("lines").GetInt32(), 100, 400);
        Assert.Equal(3, cost.GetProperty("manualVariables").GetArrayLength());
        Assert.Contains("DOTNET_STARTUP_HOOKS", cost.GetProperty("automaticVariables").EnumerateArray().Select(static v => v.GetString()));
        Assert.Equal(["report-worker", "tasks-api", "gateway"],
            cost.GetProperty("services").EnumerateArray().Select(static service => service.GetProperty("service").GetString()));
        foreach (var usage in cost.GetProperty("services").EnumerateArray()
            .SelectMany(static service => new[] { service.GetProperty("manual"), service.GetProperty("automatic") }))
        {
            Assert.True(usage.GetProperty("startMilliseconds").GetDouble() > 0);
            Assert.True(usage.GetProperty("cpuMilliseconds").GetDouble() > 0);
            Assert.True(usage.GetProperty("memoryBytes").GetInt64() > 10_000_000);
        }
    }

    [Fact]
    public void Metrics_and_log_records_of_both_editions_are_compared()
    {
        using var report = JsonDocument.Parse(editions.Run.Output);
        var metrics = report.RootElement.GetProperty("metrics").EnumerateArray().ToList();
        string[] measured = ["kestrel.active_connections", "http.client.request.duration", "dotnet.gc.collections"];
        Assert.All(measured, name => Assert.Equal("same", VerdictOf(metrics, "tasks-api", "name", name)));
        // What the agent measures of itself, nobody has by hand.
        Assert.Equal("onlyAutomatic", VerdictOf(metrics, "gateway", "name", "otel.sdk.exporter.span.exported"));
        var requests = metrics.Single(item => Is(item, "tasks-api", "name", "http.server.request.duration"));
        Assert.Equal(("s", "histogram"), (requests.GetProperty("automatic").GetProperty("unit").GetString(),
            requests.GetProperty("automatic").GetProperty("kind").GetString()));

        var logs = report.RootElement.GetProperty("logs").EnumerateArray().ToList();
        Assert.Equal("same", VerdictOf(logs, "gateway", "template", "Hosting environment: {EnvName}"));
        var made = logs.Single(item => Is(item, "report-worker", "template", "Report {Id} is made"));
        foreach (var edition in new[] { "manual", "automatic" })
        {
            var shape = made.GetProperty(edition);
            Assert.Equal((1, 1), (shape.GetProperty("records").GetInt32(), shape.GetProperty("withTrace").GetInt32()));
        }
        Assert.DoesNotContain(logs, static item => item.GetProperty("verdict").GetString() is "onlyManual" or "onlyAutomatic");
    }

    [Fact]
    public async Task The_recordings_of_a_run_compare_like_the_run()
    {
        var again = await CommandLineTool.RunAsync([.. Recordings, "--format", "json"]);
        using var run = JsonDocument.Parse(editions.Run.Output);
        using var same = JsonDocument.Parse(again.Output);
        foreach (var part in new[] { "summary", "traces", "metrics", "logs", "resources", "violations" })
            Assert.Equal(run.RootElement.GetProperty(part).GetRawText(), same.RootElement.GetProperty(part).GetRawText());
        Assert.Equal(JsonValueKind.Null, same.RootElement.GetProperty("cost").ValueKind);
    }

    [Fact]
    public async Task A_recording_compared_with_itself_is_the_same()
    {
        var itself = await CommandLineTool.RunAsync(["compare", "--manual", editions.Manual, "--automatic", editions.Manual]);
        Assert.Equal(0, itself.ExitCode);
        Assert.Matches(@"[1-9]\d* same, 0 changed \(0 renamed, 0 moved\), 0 only manual, 0 only automatic", itself.Output);
        Assert.DoesNotContain('\u001b', itself.Output);
    }

    [Fact]
    public async Task The_automatic_edition_has_every_span_of_libraries_and_the_report_says_so()
    {
        var expected = await WriteAsync("""
            # what libraries do, both editions tell
            9x gateway SERVER *
            9x gateway CLIENT *
            2x tasks-api SERVER POST /tasks
            report-worker SERVER POST /jobs
            * METRIC http.server.request.duration
            3x * METRIC dotnet.gc.*
            tasks-api LOG *: *
            """);
        var run = await CommandLineTool.RunAsync([.. Recordings, "--expect", expected]);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("= gateway          server   POST /reports/{**rest}", run.Output, StringComparison.Ordinal);
        Assert.Contains("~ name: write file → ReportMaker.WriteFileAsync", run.Output, StringComparison.Ordinal);
        Assert.Contains("- tasks-api        internal         create task", run.Output, StringComparison.Ordinal);
        Assert.Contains("Semantic conventions, automatic: 0 violations", run.Output, StringComparison.Ordinal);
        Assert.Contains("7 of 7 expectations met", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expectation_that_is_not_met_is_exit_code_3()
    {
        var expected = await WriteAsync("gateway SERVER *\nshop SERVER GET /nothing");
        var run = await CommandLineTool.RunAsync([.. Recordings, "--format", "markdown", "--expect", expected]);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("**Not met:** `shop SERVER GET /nothing`: 0 of 1 in both editions", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task The_page_shows_both_waterfalls_and_what_differs_on_a_click(ColorScheme scheme, int width)
    {
        var (page, complaints) = await browser.OpenAsync(new Uri(editions.Page), width, 800, scheme);
        Assert.True(await page.Locator("#trace option").CountAsync() >= 9);
        Assert.True(await page.Locator(".lane .fill").CountAsync() > await page.Locator(".row").CountAsync());
        await Assertions.Expect(page.Locator("#cost tbody tr")).ToHaveCountAsync(2 + (3 * 3));

        var renamed = page.Locator(".row", new() { HasTextString = "write file" });
        await Assertions.Expect(renamed.Locator(".mark")).ToHaveTextAsync("~");
        await renamed.ClickAsync();
        await Assertions.Expect(page.Locator(".details")).ToContainTextAsync("write file → ReportMaker.WriteFileAsync");
        await Assertions.Expect(page.Locator(".details tr", new() { HasTextString = "attribute code.function.name" }))
            .ToContainTextAsync("ReportWorker.Reports.ReportMaker.WriteFileAsync");
        await Assertions.Expect(page.Locator("#metrics tr", new() { HasTextString = "otel.sdk.exporter.span.exported" }).First)
            .ToContainTextAsync("only automatic");
        await Assertions.Expect(page.Locator("#logs tr").First).ToContainTextAsync("template");
        await page.ScreenshotAsync(new() { Path = Path.Combine(Browser.Screenshots, $"comparison-{width}.png") });
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".details")).ToHaveCountAsync(0);

        var rows = await page.Locator(".row").CountAsync();
        await page.Locator("#hide-same").CheckAsync();
        Assert.InRange(await page.Locator(".row").CountAsync(), 1, rows - 1);

        var result = await page.RunAxe();
        Assert.Empty(result.Violations.Where(static found => found.Impact is "serious" or "critical")
            .Select(static found => $"{found.Id}: {found.Help}: {found.Nodes[0].Html}"));
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task A_service_that_ends_at_once_is_told_with_what_it_wrote()
    {
        var folder = Directory.CreateDirectory(Path.Combine(editions.Folder, "broken")).FullName;
        var plan = Path.Combine(folder, "plan.json");
        await File.WriteAllTextAsync(plan, """
            {
              "traffic": "traffic.http",
              "services": [{
                "name": "broken", "health": "http://127.0.0.1:${port:a}/",
                "manual": { "command": ["sh", "-c", "echo the reason; exit 7"] }, "automatic": { "command": ["true"] }
              }]
            }
            """, TestContext.Current.CancellationToken);
        var run = await CommandLineTool.RunAsync(["compare", "--run", plan, "--expect", await WriteAsync("* * *")]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("traffic.http cannot be read", run.Errors, StringComparison.Ordinal);

        await File.WriteAllTextAsync(
            Path.Combine(folder, "traffic.http"), "GET http://127.0.0.1:${port:a}/\n", TestContext.Current.CancellationToken);
        run = await CommandLineTool.RunAsync(["compare", "--run", plan]);
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("service broken ended with exit code 7 before it was healthy; what it wrote last:\n  the reason", run.Errors,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--format xml", "--format 'xml' is none of text, json, markdown", 2)]
    [InlineData("--strange", "unknown option '--strange'", 2)]
    [InlineData("--run plan.json", "--run and recordings (--manual, --automatic) exclude each other", 2)]
    [InlineData("--expect /absent", "--expect /absent cannot be read: Could not find file '/absent'.", 1)]
    [InlineData("--html /absent/report.html", "--html /absent/report.html cannot be written", 1)]
    public async Task What_is_wrong_is_said_in_a_line(string option, string message, int exitCode)
    {
        var run = await CommandLineTool.RunAsync([.. Recordings, .. option.Split(' ')]);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.StartsWith("autoinstr compare: " + message, Assert.Single(run.Errors.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_recording_is_named_with_the_line()
    {
        var file = await WriteAsync("{}\nnonsense");
        var run = await CommandLineTool.RunAsync(["compare", "--manual", file, "--automatic", editions.Automatic]);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"autoinstr compare: {file}, line 2: no OTLP JSON request", run.Errors, StringComparison.Ordinal);
    }

    private static bool Is(JsonElement item, string service, string field, string text) =>
        item.GetProperty("service").GetString() == service && item.GetProperty(field).GetString() == text;

    private static string? VerdictOf(List<JsonElement> items, string service, string field, string text) =>
        items.Single(item => Is(item, service, field, text)).GetProperty("verdict").GetString();

    private string[] Recordings => ["compare", "--manual", editions.Manual, "--automatic", editions.Automatic];

    private async Task<string> WriteAsync(string text)
    {
        var file = Path.Combine(editions.Folder, Guid.NewGuid().ToString("N"));
        await File.WriteAllTextAsync(file, text);
        return file;
    }

    /// <summary>One run of both, which leaves its recordings and its page.</summary>
    public sealed class BothEditions : IAsyncLifetime
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("autoinstr-compare-tests-");

        internal string Folder => _folder.FullName;

        internal string Manual => Path.Combine(Folder, "manual.jsonl");

        internal string Automatic => Path.Combine(Folder, "automatic.jsonl");

        internal string Page => Path.Combine(Folder, "report.html");

        internal AppRun Run { get; private set; } = null!;

        /// <summary>Runs them.</summary>
        public async ValueTask InitializeAsync() => Run = await CommandLineTool.RunAsync(
        [
            "compare", "--run", Path.Combine(Repository.Root, "sample-apps", "compare.json"), "--runs", "2", "--format", "json",
            "--html", Page, "--keep-recordings", Folder,
        ]);

        /// <summary>Removes what they left.</summary>
        public ValueTask DisposeAsync()
        {
            _folder.Delete(recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
