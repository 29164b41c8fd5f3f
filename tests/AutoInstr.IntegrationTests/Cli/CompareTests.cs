using System.Text.Json;
using AutoInstr.IntegrationTests.Harness;
using Xunit;

namespace AutoInstr.IntegrationTests.Cli;

/// <summary><c>autoinstr compare</c>: both editions of the sample, run for real, and the recordings of that.</summary>
public sealed class CompareTests : IDisposable
{
    private static readonly string Plan = Path.Combine(Repository.Root, "sample-apps", "compare.json");

    private readonly string _folder = Directory.CreateTempSubdirectory("autoinstr-compare-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Both_editions_run_and_then_their_recordings()
    {
        var page = Path.Combine(_folder, "report.html");
        var run = await CompareAsync("--run", Plan, "--runs", "2", "--format", "json", "--html", page, "--keep-recordings", _folder,
            "--expect", Write("expected.txt", "# of the sample\n* SERVER POST /*\n* CLIENT *"));

        Assert.Equal((0, ""), (run.ExitCode, string.Join('\n', run.Errors.Split('\n').Where(static line => line.Contains("otherwise")))));
        using var report = JsonDocument.Parse(run.Output);
        var summary = report.RootElement.GetProperty("summary");
        // The check that tells whether a service is ready is no part of its traffic.
        Assert.DoesNotContain("/health", run.Output, StringComparison.Ordinal);
        Assert.True(summary.GetProperty("same").GetInt32() > 0);
        Assert.True(summary.GetProperty("onlyManual").GetInt32() > 0);
        var cost = report.RootElement.GetProperty("cost");
        Assert.True(cost.GetProperty("lines").GetInt32() > 0);
        Assert.Contains("DOTNET_STARTUP_HOOKS", cost.GetProperty("automaticVariables").EnumerateArray().Select(static v => v.GetString()));
        foreach (var usage in cost.GetProperty("services").EnumerateArray()
            .SelectMany(static service => new[] { service.GetProperty("manual"), service.GetProperty("automatic") }))
        {
            Assert.True(usage.GetProperty("startMilliseconds").GetDouble() > 0);
            Assert.True(usage.GetProperty("memoryBytes").GetInt64() > 0);
        }
        Assert.Contains("""<script type="application/json" id="data">{""", await File.ReadAllTextAsync(page), StringComparison.Ordinal);

        var again = await CompareAsync("--manual", Path.Combine(_folder, "manual.jsonl"),
            "--automatic", Path.Combine(_folder, "automatic.jsonl"), "--format", "json");
        using var same = JsonDocument.Parse(again.Output);
        Assert.Equal(summary.GetRawText(), same.RootElement.GetProperty("summary").GetRawText());
        Assert.Equal(report.RootElement.GetProperty("traces").GetRawText(), same.RootElement.GetProperty("traces").GetRawText());

        var itself = await CompareAsync("--manual", Path.Combine(_folder, "manual.jsonl"), "--automatic",
            Path.Combine(_folder, "manual.jsonl"));
        Assert.Equal(0, itself.ExitCode);
        Assert.Matches(@"[1-9]\d* same, 0 changed \(0 renamed, 0 moved\), 0 only manual, 0 only automatic", itself.Output);
        Assert.DoesNotContain('\u001b', itself.Output);

        var unmet = await CompareAsync("--manual", Path.Combine(_folder, "manual.jsonl"), "--automatic",
            Path.Combine(_folder, "automatic.jsonl"), "--expect", Write("unmet.txt", "* SERVER POST /*\nnobody CLIENT nothing"));
        Assert.Equal(3, unmet.ExitCode);
        Assert.Contains("not met: nobody CLIENT nothing (both have 0 of 1)", unmet.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_ends_at_once()
    {
        var run = await CompareAsync("--run", Write("plan.json",
            """
            {
              "traffic": "traffic.http",
              "services": [{
                "name": "broken", "health": "http://127.0.0.1:${port:a}/",
                "manual": { "command": ["sh", "-c", "echo the reason; exit 7"] }, "automatic": { "command": ["true"] }
              }]
            }
            """), "--expect", Write("expected.txt", "* * *"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("traffic.http cannot be read", run.Errors, StringComparison.Ordinal);

        Write("traffic.http", "GET http://127.0.0.1:${port:a}/\n");
        run = await CompareAsync("--run", Path.Combine(_folder, "plan.json"));
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("service broken ended with exit code 7 before it was healthy", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_arguments_and_files()
    {
        var wrong = await CompareAsync("--manual", "a");
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("either --run or both --manual and --automatic are needed", wrong.Errors, StringComparison.Ordinal);

        var missing = await CompareAsync("--manual", "/nowhere/a.jsonl", "--automatic", "b");
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains("the recording /nowhere/a.jsonl cannot be read", missing.Errors, StringComparison.Ordinal);

        var help = await CompareAsync("--help");
        Assert.Equal(0, help.ExitCode);
        Assert.Contains("Exit codes:", help.Output, StringComparison.Ordinal);
    }

    private static Task<AppRun> CompareAsync(params string[] args) => CommandLineTool.RunAsync(["compare", .. args]);

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }
}
