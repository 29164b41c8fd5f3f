using System.Globalization;
using System.Text;
using AutoInstr.Compare.Conventions;
using AutoInstr.Compare.Differences;
using AutoInstr.Compare.Matching;
using AutoInstr.Compare.Recordings;
using AutoInstr.Viewer.Terminal;

namespace AutoInstr.Compare.Reporting;

/// <summary>The report for a terminal of at least 100 columns.</summary>
/// <param name="isColoured">Whether there are colours.</param>
/// <param name="maxTraces">How many traces are shown.</param>
internal sealed class TextReport(bool isColoured, int maxTraces)
{
    private const int ServiceWidth = 24;
    private const int NameWidth = 60;
    private const int ValueWidth = 36;
    private const int MostViolations = 30;

    private readonly Palette _palette = new(isColoured);
    private readonly StringBuilder _text = new();

    /// <summary>Renders it.</summary>
    public string Render(Report report)
    {
        _text.Clear();
        Head(report);
        foreach (var trace in report.Comparison.Traces.Take(maxTraces))
            Add(trace);
        if (report.Comparison.Traces.Count - maxTraces is > 0 and var more)
            Line(_palette.Dim($"... and {Quantity.Of(more, "trace")} more (--max-traces)"));
        Resources(report.Comparison);
        Violations("by hand", report.Comparison.ManualViolations);
        Violations("automatic", report.Comparison.AutomaticViolations);
        Expectations(report);
        return _text.ToString();
    }

    private void Head(Report report)
    {
        var (manual, automatic) = (report.Comparison.Manual, report.Comparison.Automatic);
        Line($"by hand   {Describe(manual)}");
        Line($"automatic {Describe(automatic)}");
        Line("");
        Line(_palette.Bold($"{"service",-ServiceWidth}{"same",8}{"different",12}{"only by hand",15}{"only automatic",17}"));
        foreach (var service in report.Services)
            Line(string.Create(CultureInfo.InvariantCulture,
                $"{Fit(service.Service, ServiceWidth),-ServiceWidth}{service.Same,8}{service.Different,12}") +
                string.Create(CultureInfo.InvariantCulture, $"{service.OnlyManual,15}{service.OnlyAutomatic,17}"));
    }

    private static string Describe(Recording recording) =>
        $"{Quantity.Of(recording.Traces.Count, "trace")}, {Quantity.Of(recording.SpanCount, "span")}" +
        (recording.Rejected == 0 ? "" : $" ({recording.Rejected} more had no valid ids)");

    private void Add(TraceComparison trace)
    {
        var missing = trace.Pair switch
        {
            { Manual: null } => " (only automatic)",
            { Automatic: null } => " (only by hand)",
            _ => "",
        };
        Line("");
        Line($"{_palette.Dim("trace")} {_palette.Bold(TerminalText.Sanitize(trace.Roots[0].Named.Name))}{missing}");
        foreach (var (span, depth) in trace.Rows)
            Add(span, depth);
    }

    private void Add(MergedSpan span, int depth)
    {
        const int deepest = 20;
        var sign = Report.SignOf(span);
        var indent = new string(' ', 2 * Math.Min(depth, deepest));
        var service = span.Named.ServiceName;
        Line(
            $"  {Coloured(sign, sign.ToString())} {_palette.Service(service, $"{Fit(service, ServiceWidth),-ServiceWidth}")} " +
            $"{_palette.Dim($"{span.Named.Kind.ToString().ToLowerInvariant(),-9}")}{indent}" +
            Coloured(sign, Fit(Report.NameOf(span), NameWidth)));
        foreach (var difference in span.Differences.Where(static difference => difference.Kind != DifferenceKind.Name))
            Line($"{new string(' ', ServiceWidth + 15)}{indent}{_palette.Dim(Describe(difference))}");
    }

    private void Resources(Comparison comparison)
    {
        foreach (var (service, differences) in comparison.Resources.Where(static item => item.Value.Count > 0))
        {
            Line("");
            Line(_palette.Bold($"resource of {Fit(service, NameWidth)}"));
            foreach (var difference in differences)
                Line($"    {Describe(difference)}");
        }
    }

    private void Violations(string edition, IReadOnlyList<Violation> violations)
    {
        Line("");
        var count = violations.Count == 0 ? "nothing departs from them" : Quantity.Of(violations.Count, "departure");
        Line(_palette.Bold($"semantic conventions, {edition}: {count}"));
        foreach (var violation in violations.Take(MostViolations))
        {
            Line(
                $"    {Fit(violation.Service, ServiceWidth),-ServiceWidth} {Fit(violation.Subject, NameWidth)}: {violation.Problem} " +
                $"({Quantity.Of(violation.Count, "span")})");
        }
        if (violations.Count > MostViolations)
            Line(_palette.Dim($"    ... and {violations.Count - MostViolations} more (--format json has all)"));
    }

    private void Expectations(Report report)
    {
        if (report.Expectations.Count == 0)
            return;
        Line("");
        Line(_palette.Bold("expected in both"));
        foreach (var expectation in report.Expectations)
        {
            var mark = expectation.IsMet ? _palette.Ok("met    ") : _palette.Error("missing");
            Line($"    {mark} {TerminalText.Sanitize(expectation.Span.ToString())} ({expectation.Found} found)");
        }
    }

    private static string Describe(Difference difference) =>
        $"{TerminalText.Sanitize(difference.What)}: {Value(difference.Manual)} | {Value(difference.Automatic)}";

    private static string Value(string? value) => value is null ? "(none)" : Fit(value, ValueWidth);

    private static string Fit(string text, int width) => TerminalText.Fit(TerminalText.Sanitize(text), width);

    private string Coloured(char sign, string text) => sign switch
    {
        '-' => _palette.Error(text),
        '+' => _palette.Ok(text),
        '=' => text,
        _ => _palette.Bold(text),
    };

    private void Line(string line) => _text.Append(line).Append('\n');
}
