using AutoInstr.Demo;
using AutoInstr.IntegrationTests.Cli;
using AutoInstr.IntegrationTests.Harness;
using AutoInstr.Samples.Servers;
using Xunit;

namespace AutoInstr.IntegrationTests.Samples;

/// <summary>Both editions of the sample system, recorded and compared by <c>autoinstr compare</c>.</summary>
public sealed class CompareTests(CompareTests.Recordings recordings) : IClassFixture<CompareTests.Recordings>
{
    [Fact]
    public async Task The_automatic_edition_has_every_span_of_libraries_and_the_report_says_so()
    {
        var expected = await WriteAsync("""
            # what libraries do, both editions tell
            9x gateway SERVER *
            9x gateway CLIENT *
            tasks-api SERVER POST /tasks
            5x tasks-api CLIENT *
            report-worker CLIENT SELECT*
            report-worker INTERNAL *WriteFile*
            """);
        var run = await CommandLineTool.RunAsync([.. Files, "--expect", expected]);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("= gateway                  server   POST /reports/{**rest}", run.Output, StringComparison.Ordinal);
        Assert.Contains("- tasks-api                internal", run.Output, StringComparison.Ordinal);
        Assert.Contains("semantic conventions, automatic: nothing departs from them", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("missing", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expectation_that_is_not_met_is_exit_code_3()
    {
        var run = await CommandLineTool.RunAsync([.. Files, "--format", "markdown", "--expect", await WriteAsync("shop SERVER GET /nothing")]);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("- [ ] `shop SERVER GET /nothing` (0 found)", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--format xml", "--format 'xml' is none of text, json, markdown", 2)]
    [InlineData("--strange", "unknown option '--strange'", 2)]
    [InlineData("--expect /absent", "Could not find file '/absent'.", 1)]
    public async Task What_is_wrong_is_said_in_a_line(string option, string message, int exitCode)
    {
        var run = await CommandLineTool.RunAsync([.. Files, .. option.Split(' ')]);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.StartsWith("autoinstr compare: " + message, Assert.Single(run.Errors.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_recording_is_named_with_the_line()
    {
        var file = await WriteAsync("{}\nnonsense");
        var run = await CommandLineTool.RunAsync(["compare", "--manual", file, "--automatic", recordings.Automatic]);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"autoinstr compare: {file}, line 2: no OTLP JSON request with spans", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_is_drawn_by_a_browser()
    {
        var page = Path.Combine(recordings.Folder, "report.html");
        Assert.Equal(0, (await CommandLineTool.RunAsync([.. Files, "--html", page])).ExitCode);
        var drawn = await BrowserAsync(page);
        Assert.True(Count(drawn, "<option") >= 9);
        Assert.True(Count(drawn, "class=\"node\"") > 5);
        Assert.True(Count(drawn, "class=\"bar-row\"") > 10);
        Assert.Contains("<th scope=\"col\">by hand</th>", drawn, StringComparison.Ordinal);
    }

    private string[] Files => ["compare", "--manual", recordings.Manual, "--automatic", recordings.Automatic];

    /// <summary>The page as the browser has it when its script has run.</summary>
    private async Task<string> BrowserAsync(string page)
    {
        var chromium = ServerProcess.Require("chromium", "/usr/bin/chromium");
        await using var browser = AppProcess.Start(
            [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--user-data-dir=" + Path.Combine(recordings.Folder, "browser"), "--dump-dom",
                new Uri(page).AbsoluteUri],
            new Dictionary<string, string?> { ["PATH"] = Environment.GetEnvironmentVariable("PATH"), ["HOME"] = recordings.Folder });
        return (await browser.WaitForExitAsync()).Output;
    }

    private async Task<string> WriteAsync(string text)
    {
        var file = Path.Combine(recordings.Folder, Guid.NewGuid().ToString("N"));
        await File.WriteAllTextAsync(file, text);
        return file;
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    /// <summary>A recording of each edition, made once.</summary>
    public sealed class Recordings : IAsyncLifetime
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("autoinstr-compare-");

        internal string Folder => _folder.FullName;

        internal string Manual => Path.Combine(Folder, "manual.jsonl");

        internal string Automatic => Path.Combine(Folder, "automatic.jsonl");

        /// <summary>Runs both editions.</summary>
        public async ValueTask InitializeAsync()
        {
            var script = new Script(onServers: false);
            await SampleRun.OfAsync("manual", script, [], Manual);
            await SampleRun.OfAsync("unmodified", script, [], Automatic);
        }

        /// <summary>Removes the recordings.</summary>
        public ValueTask DisposeAsync()
        {
            _folder.Delete(recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
