using System.Globalization;
using System.Text;
using AutoInstr.Compare.Conventions;
using AutoInstr.Compare.Differences;
using AutoInstr.Compare.Recordings;

namespace AutoInstr.Compare.Reporting;

/// <summary>The report for a pull request.</summary>
internal static class MarkdownReport
{
    /// <summary>Renders it.</summary>
    /// <param name="report">What it tells.</param>
    /// <param name="maxTraces">How many traces are shown.</param>
    public static string Render(Report report, int maxTraces)
    {
        var text = new StringBuilder();
        var comparison = report.Comparison;
        text.Append(CultureInfo.InvariantCulture,
            $"""
            ## Telemetry by hand and automatic

            By hand: {Count(comparison.Manual)}. Automatic: {Count(comparison.Automatic)}.

            | service | same | different | only by hand | only automatic |
            |---|---|---|---|---|

            """);
        foreach (var service in report.Services)
            text.Append(CultureInfo.InvariantCulture,
                $"| {Escape(service.Service)} | {service.Same} | {service.Different} | {service.OnlyManual} | {service.OnlyAutomatic} |\n");
        foreach (var trace in comparison.Traces.Take(maxTraces))
            Add(text, trace);
        if (comparison.Traces.Count > maxTraces)
            text.Append(CultureInfo.InvariantCulture, $"\n... and {comparison.Traces.Count - maxTraces} traces more.\n");
        Add(text, "by hand", comparison.ManualViolations);
        Add(text, "automatic", comparison.AutomaticViolations);
        if (report.Expectations.Count > 0)
        {
            text.Append("\n### Expected in both\n\n");
            foreach (var expectation in report.Expectations)
                text.Append(CultureInfo.InvariantCulture,
                    $"- [{(expectation.IsMet ? 'x' : ' ')}] {Code(expectation.Span.ToString())} ({expectation.Found} found)\n");
        }
        return text.ToString();
    }

    private static void Add(StringBuilder text, TraceComparison trace)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n<details><summary>{Escape(trace.Roots[0].Named.Name)}</summary>\n\n");
        text.Append("| | span | differences (by hand, automatic) |\n|---|---|---|\n");
        foreach (var (span, depth) in trace.Rows)
        {
            var indent = string.Concat(Enumerable.Repeat("&nbsp;&nbsp;", depth));
            var differences = span.Differences.Where(static difference => difference.Kind != DifferenceKind.Name).Select(Describe);
            text.Append(CultureInfo.InvariantCulture, $"| `{Report.SignOf(span)}` ")
                .Append(CultureInfo.InvariantCulture, $"| {indent}{Escape(span.Named.ServiceName)}: {Code(Report.NameOf(span))} ")
                .Append(CultureInfo.InvariantCulture, $"| {string.Join("<br>", differences)} |\n");
        }
        text.Append("\n</details>\n");
    }

    private static void Add(StringBuilder text, string edition, IReadOnlyList<Violation> violations)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n### Semantic conventions, {edition}\n\n");
        if (violations.Count == 0)
            text.Append("Nothing departs from them.\n");
        foreach (var violation in violations)
            text.Append(CultureInfo.InvariantCulture,
                $"- {Escape(violation.Service)}, {Code(violation.Subject)}: {Escape(violation.Problem)} ({violation.Count})\n");
    }

    private static string Count(Recording recording) => $"{recording.Traces.Count} traces, {recording.SpanCount} spans";

    private static string Describe(Difference difference) =>
        $"{Code(difference.What)}: {Value(difference.Manual)}, {Value(difference.Automatic)}";

    private static string Value(string? value) => value is null ? "none" : Code(value);

    /// <summary>Text of others as code: nothing in it can become markup, or end the cell of a table.</summary>
    private static string Code(string text)
    {
        const int longest = 80;
        var line = string.Concat(text.Select(static c => char.IsControl(c) ? ' ' : c)).Replace("|", "\\|", StringComparison.Ordinal).Trim();
        if (line.Length > longest)
            line = line[..longest] + "...";
        return line.Length == 0 ? "(empty)" : line.Contains('`', StringComparison.Ordinal) ? $"`` {line} ``" : $"`{line}`";
    }

    private static string Escape(string text) => string.Concat(text.Select(static c =>
        char.IsControl(c) ? " " : "\\`*_{}[]<>#|&".Contains(c, StringComparison.Ordinal) ? $"&#{(int)c};" : $"{c}"));
}
