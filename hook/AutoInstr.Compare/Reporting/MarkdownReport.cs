using AutoInstr.Compare.Conventions;
using AutoInstr.Compare.Recordings;
using AutoInstr.Viewer.Terminal;

namespace AutoInstr.Compare.Reporting;

/// <summary>A report for the comment of a pull request.</summary>
/// <param name="output">Where it is written.</param>
internal sealed class MarkdownReport(TextWriter output)
{
    // A comment of GitHub's may have 65,536 characters.
    private const int MaxRows = 100;
    private const int MaxCell = 120;

    /// <summary>Writes it.</summary>
    public void Write(Report report)
    {
        var comparison = report.Comparison;
        Line("## Manual and automatic instrumentation");
        Table(["", "manual", "automatic"],
        [
            ["traces", $"{comparison.Manual.Traces.Count}", $"{comparison.Automatic.Traces.Count}"],
            ["spans", $"{comparison.Manual.Spans}", $"{comparison.Automatic.Spans}"],
            ["instruments", $"{comparison.Manual.Instruments.Count}", $"{comparison.Automatic.Instruments.Count}"],
            ["statements that log", $"{comparison.Manual.Logs.Count}", $"{comparison.Automatic.Logs.Count}"],
            ["spans only here", $"{comparison.Count(Verdict.OnlyManual)}", $"{comparison.Count(Verdict.OnlyAutomatic)}"],
            ["violations of conventions", $"{comparison.ManualViolations.Count}", $"{comparison.AutomaticViolations.Count}"],
            .. report.Cost is null ? [] : CostText.Rows(report.Cost).Select(static row => new[] { row.What, row.Manual, row.Automatic }),
        ]);
        Line($"Spans in both: {comparison.Count(Verdict.Same)} the same, {comparison.Count(Verdict.Changed)} with differences "
            + $"({report.Renamed} renamed, {report.Moved} moved).");
        Line($"\nMetrics: {ShapeText.Counts(comparison.Instruments)}. Logs: {ShapeText.Counts(comparison.Logs)}.");
        foreach (var unmet in report.Unmet)
            Line($"\n**Not met:** {Code(unmet.Expectation.Text)}: {unmet.Found} of {unmet.Expectation.Count} in both editions");
        Details("Only manual", ["service", "kind", "name", "spans"], Group(comparison, Verdict.OnlyManual));
        Details("Only automatic", ["service", "kind", "name", "spans"], Group(comparison, Verdict.OnlyAutomatic));
        Details("Differences", ["span", "what", "manual", "automatic", "spans"], Differences(comparison));
        Details("Metrics that differ", ["", "service", "instrument", "what", "manual", "automatic"], Differing(
            comparison.Instruments, static one => (one.Service, one.Name)));
        Details("Logs that differ", ["", "service", "logger: template", "what", "manual", "automatic"], Differing(
            comparison.Logs, static one => (one.Service, one.Title)));
        Details("Resources", ["service", "what", "manual", "automatic"], [.. comparison.Resources.SelectMany(static resource =>
            resource.Differences.Select(d => new[] { resource.Service, DifferenceText.Of(d), d.Manual ?? "", d.Automatic ?? "" }))]);
        Details("Violations, manual", ["service", "of", "what", "times"], Violations(comparison.ManualViolations));
        Details("Violations, automatic", ["service", "of", "what", "times"], Violations(comparison.AutomaticViolations));
    }

    private static List<string[]> Group(Comparison comparison, Verdict verdict) =>
        [.. comparison.Spans.Where(span => span.Verdict == verdict).GroupBy(static span => span.Node.Name)
            .Select(static group => new[] { group.Key.Service, DifferenceText.Of(group.Key.Kind), group.Key.Name, $"{group.Count()}" })];

    private static List<string[]> Differences(Comparison comparison) =>
        [.. comparison.Spans.SelectMany(static span => span.Differences.Select(difference => (span.Node.Name, difference)))
            .GroupBy(static entry => entry)
            .Select(static group => new[]
            {
                Describe(group.Key.Name), DifferenceText.Of(group.Key.difference), group.Key.difference.Manual ?? "",
                group.Key.difference.Automatic ?? "", $"{group.Count()}",
            })];

    /// <summary>A row for each that only one edition has, and for each difference of those that both have.</summary>
    private static List<string[]> Differing<T>(IReadOnlyList<Counterparts<T>> items, Func<T, (string Service, string Name)> describe)
        where T : class =>
        [.. items.Where(static item => item.Verdict != Verdict.Same).SelectMany(item =>
        {
            var (service, name) = describe(item.Item);
            var mark = DifferenceText.MarkOf(item.Verdict).ToString();
            return item.Verdict == Verdict.Changed
                ? item.Differences.Select(d => new[] { mark, service, name, DifferenceText.Of(d), d.Manual ?? "", d.Automatic ?? "" })
                : [[mark, service, name, "", item.Manual is null ? "" : "there", item.Automatic is null ? "" : "there"]];
        })];

    private static List<string[]> Violations(IReadOnlyList<Violation> violations) =>
        [.. violations.Select(static v => new[] { v.Service, v.Subject, v.Message, $"{v.Count}" })];

    private static string Describe(NameKey span) => $"{span.Service} {DifferenceText.Of(span.Kind)} {span.Name}";

    private void Details(string title, string[] head, List<string[]> rows)
    {
        if (rows.Count == 0)
            return;
        Line($"\n<details><summary>{title} ({rows.Count})</summary>");
        Table(head, rows.Take(MaxRows));
        if (rows.Count > MaxRows)
            Line($"… and {rows.Count - MaxRows} more\n");
        Line("</details>");
    }

    private void Table(string[] head, IEnumerable<string[]> rows)
    {
        Line("");
        Row(head);
        Row([.. head.Select(static _ => "---")]);
        foreach (var row in rows)
            Row([.. row.Select(Code)]);
        Line("");
    }

    private void Row(string[] cells) => Line($"| {string.Join(" | ", cells)} |");

    /// <summary>Others' text as code, so that nothing in it is markup: neither ends it the code, nor a pipe the cell.</summary>
    private static string Code(string text)
    {
        var safe = TerminalText.Sanitize(text, MaxCell).Replace('`', '\'').Replace("|", "\\|", StringComparison.Ordinal);
        return safe.All(static character => char.IsAsciiLetterOrDigit(character) || character is ' ') ? safe : $"`{safe}`";
    }

    private void Line(string text) => output.Write(text + "\n");
}
