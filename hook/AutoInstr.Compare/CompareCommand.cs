using AutoInstr.Compare.Differences;
using AutoInstr.Compare.Expectations;
using AutoInstr.Compare.Recordings;
using AutoInstr.Compare.Reporting;

namespace AutoInstr.Compare;

/// <summary><c>autoinstr compare</c>.</summary>
/// <param name="output">Where the report goes.</param>
/// <param name="error">Where one line goes when something is wrong.</param>
internal sealed class CompareCommand(TextWriter output, TextWriter error)
{
    private const int Success = 0;
    private const int Failure = 1;
    private const int WrongUsage = 2;
    private const int Unmet = 3;

    /// <summary>Runs it.</summary>
    /// <param name="arguments">The arguments after the command's name.</param>
    /// <returns>The exit code.</returns>
    public int Run(IReadOnlyList<string> arguments)
    {
        try
        {
            var options = CompareOptions.Parse(arguments);
            if (!options.Help)
                return Run(options);
            output.WriteLine(CompareOptions.Usage);
            return Success;
        }
        catch (FormatException e)
        {
            return Fail($"{e.Message} (--help lists the options)", WrongUsage);
        }
    }

    private int Run(CompareOptions options)
    {
        try
        {
            var expected = options.ExpectFile is null ? [] : ExpectedSpan.Load(options.ExpectFile);
            var comparison = Comparison.Of(
                Recording.Load(options.ManualFile), Recording.Load(options.AutomaticFile),
                new SpanDiffer(options.Ignored, options.IsStrict));
            var report = new Report(comparison, [.. expected.Select(span => new Expectation(span, span.CountIn(comparison)))]);
            Print(report, options);
            if (options.HtmlFile is not null)
                File.WriteAllText(options.HtmlFile, HtmlReport.Render(report));
            return report.IsMet ? Success : Unmet;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return Fail(e.Message, Failure);
        }
    }

    private void Print(Report report, CompareOptions options)
    {
        switch (options.Format)
        {
            case ReportFormat.Json:
                output.WriteLine(JsonReport.Render(report));
                break;
            case ReportFormat.Markdown:
                output.Write(MarkdownReport.Render(report, options.MaxTraces));
                break;
            default:
                output.Write(new TextReport(!options.NoColour && Viewer.Terminal.Palette.IsWanted, options.MaxTraces).Render(report));
                break;
        }
    }

    private int Fail(string message, int exitCode)
    {
        error.WriteLine($"autoinstr compare: {message}");
        return exitCode;
    }
}
