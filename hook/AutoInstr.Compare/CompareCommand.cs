using AutoInstr.Compare.Differences;
using AutoInstr.Compare.Expectations;
using AutoInstr.Compare.Recordings;
using AutoInstr.Compare.Reporting;
using AutoInstr.Compare.Running;
using AutoInstr.Viewer.Terminal;

namespace AutoInstr.Compare;

/// <summary>The program <c>autoinstr compare</c>.</summary>
/// <param name="output">Where the report goes.</param>
/// <param name="error">Where progress goes, and one line when something is wrong.</param>
internal sealed class CompareCommand(TextWriter output, TextWriter error)
{
    private const int Success = 0;
    private const int Failure = 1;
    private const int WrongUsage = 2;
    private const int NotAsExpected = 3;
    private const int UsualWidth = 100;
    private const int Narrowest = 60;
    private const int Widest = 200;

    /// <summary>Runs it.</summary>
    /// <param name="arguments">The arguments after the command's name.</param>
    /// <param name="kit">The folder of the kit.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, string kit, CancellationToken stop)
    {
        try
        {
            var options = CompareOptions.Parse(arguments);
            if (options.Help)
            {
                await output.WriteAsync(CompareOptions.Usage).ConfigureAwait(false);
                return Success;
            }
            // Read first: nobody wants to learn of a mistake in it after the runs.
            var expectations = options.Expect is { } file ? Expectation.Read(file) : [];
            var (manual, automatic, cost) = await RecordAsync(options, kit, stop).ConfigureAwait(false);
            var comparison = Comparison.Of(manual, automatic, new AttributeRules(options.Ignored, options.IsStrict));
            var report = new Report(
                comparison, cost, [.. expectations.Select(e => new ExpectationResult(e, e.CountIn(comparison)))]);
            Write(report, options);
            return report.Unmet.Any() ? NotAsExpected : Success;
        }
        catch (FormatException e)
        {
            return Fail($"{e.Message} (--help lists the options)", WrongUsage);
        }
        catch (ComparisonException e)
        {
            return Fail(e.Message, Failure);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Fail("interrupted; both editions are ended", Failure);
        }
    }

    private async Task<(Recording Manual, Recording Automatic, Cost? Cost)> RecordAsync(
        CompareOptions options, string kit, CancellationToken stop)
    {
        if (options.Run is null)
            return (RecordingFile.Read(options.Manual!), RecordingFile.Read(options.Automatic!), null);
        var plan = RunPlan.Read(options.Run);
        var run = await new EditionRuns(plan, kit, options.RecordingsFolder, error).RunAsync(options.Runs, stop).ConfigureAwait(false);
        return (run.Manual, run.Automatic, run.Cost);
    }

    private void Write(Report report, CompareOptions options)
    {
        switch (options.Format)
        {
            case "json":
                JsonReport.Write(report, output);
                break;
            case "markdown":
                new MarkdownReport(output).Write(report);
                break;
            default:
                var terminal = Console.IsOutputRedirected ? UsualWidth : Math.Clamp(Console.WindowWidth, Narrowest, Widest);
                new TextReport(output, !options.NoColour && Palette.IsWanted, options.Width ?? terminal).Write(report);
                break;
        }
        if (options.Html is { } page)
            HtmlReport.Write(report, page);
    }

    private int Fail(string message, int exitCode)
    {
        error.WriteLine($"autoinstr compare: {message}");
        return exitCode;
    }
}
