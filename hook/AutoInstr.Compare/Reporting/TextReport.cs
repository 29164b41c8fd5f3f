using AutoInstr.Compare.Conventions;
using AutoInstr.Compare.Differences;
using AutoInstr.Compare.Recordings;
using AutoInstr.Viewer.Terminal;

namespace AutoInstr.Compare.Reporting;

/// <summary>A report for the terminal.</summary>
/// <param name="output">Where it is written.</param>
/// <param name="isColoured">Whether that shows colours.</param>
/// <param name="width">How many cells a line may have.</param>
internal sealed class TextReport(TextWriter output, bool isColoured, int width)
{
    private const int MaxTraces = 30;
    private const int MaxSpans = 200;
    private const int MaxViolations = 100;
    private const int MaxIndent = 30;
    private const int ServiceWidth = 16;
    private const int KindWidth = 8;
    private const int MaxShapes = 200;
    private const int SortWidth = 15;

    private readonly Palette _palette = new(isColoured);

    /// <summary>Writes it.</summary>
    public void Write(Report report)
    {
        var comparison = report.Comparison;
        Line($"manual     {Counted(comparison.Manual)}");
        Line($"automatic  {Counted(comparison.Automatic)}");
        Line(_palette.Dim("= same   ~ changed   - only manual   + only automatic"));
        WriteTraces(comparison);
        WriteShapes("Metrics", comparison.Instruments, static one => (one.Service, one.Kind, UnitOf(one)));
        WriteShapes("Logs", comparison.Logs, static one => (one.Service, one.Severity, one.Title));
        WriteResources(comparison);
        WriteViolations("manual", comparison.ManualViolations);
        WriteViolations("automatic", comparison.AutomaticViolations);
        WriteCost(report);
        WriteSummary(report);
    }

    private void WriteTraces(Comparison comparison)
    {
        // Requests are repeated, and what is to be said of them with them.
        var groups = comparison.Traces.Select(Render).GroupBy(static text => text, StringComparer.Ordinal).ToList();
        foreach (var group in groups.Take(MaxTraces))
        {
            Line("");
            if (group.Count() > 1)
                Line(_palette.Dim($"{group.Count()} traces like this"));
            output.Write(group.Key);
        }
        var left = groups.Skip(MaxTraces).Sum(static group => group.Count());
        if (left > 0)
            Line(_palette.Dim($"\n… and {Quantity.Of(left, "more trace")}; --format json has all"));
    }

    private string Render(MergedTrace trace)
    {
        using var lines = new StringWriter { NewLine = "\n" };
        if (trace.Manual is null || trace.Automatic is null)
            lines.WriteLine(_palette.Dim($"a trace of the {(trace.Manual is null ? "automatic" : "manual")} edition alone"));
        var shown = 0;
        foreach (var (span, depth) in trace.Walk())
        {
            if (shown++ == MaxSpans)
            {
                lines.WriteLine(_palette.Dim("  … and more spans; --format json has all"));
                break;
            }
            Render(lines, span, Math.Min(depth * 2, MaxIndent));
        }
        return lines.ToString();
    }

    private void Render(StringWriter lines, MergedSpan span, int indent)
    {
        var node = span.Node.Span;
        var service = TerminalText.Sanitize(node.ServiceName);
        var columns = 4 + ServiceWidth + 1 + KindWidth + 1 + indent;
        var name = TerminalText.Fit(TerminalText.Sanitize(node.Name), width - columns);
        lines.WriteLine($"  {Coloured(span.Verdict, DifferenceText.MarkOf(span.Verdict).ToString())} "
            + $"{_palette.Service(service, TerminalText.Pad(service, ServiceWidth))} "
            + $"{_palette.Dim(TerminalText.Pad(DifferenceText.Of(node.Kind), KindWidth))} "
            + new string(' ', indent) + Coloured(span.Verdict, name));
        foreach (var difference in span.Differences)
            Render(lines, difference, columns + 2);
    }

    private void Render(StringWriter lines, Difference difference, int indent)
    {
        var text = TerminalText.Sanitize(DifferenceText.Line(difference));
        foreach (var line in TerminalText.Wrap(text, Math.Max(20, width - indent), 2))
            lines.WriteLine($"{new string(' ', indent)}{_palette.Dim(line)}");
    }

    private void WriteShapes<T>(
        string title, IReadOnlyList<Counterparts<T>> items, Func<T, (string Service, string Sort, string Name)> describe)
        where T : class
    {
        if (items.Count == 0)
            return;
        Heading($"{title}: {ShapeText.Counts(items)}");
        using var lines = new StringWriter { NewLine = "\n" };
        // Services have much in common, and what is to be said of it.
        var groups = items
            .GroupBy(item => (describe(item.Item) with { Service = "" }, item.Verdict, Lines: LinesOf(item.Differences))).ToList();
        foreach (var group in groups.Take(MaxShapes))
            Render(lines, group.First(), [.. group.Select(item => describe(item.Item).Service)], describe(group.First().Item));
        output.Write(lines.ToString());
        if (groups.Count > MaxShapes)
            Line(_palette.Dim($"  … and {groups.Count - MaxShapes} more; --format json has all"));
    }

    private void Render<T>(
        StringWriter lines, Counterparts<T> item, IReadOnlyList<string> services, (string Service, string Sort, string Name) described)
        where T : class
    {
        var columns = 4 + ServiceWidth + 1 + SortWidth + 1;
        var service = services.Count == 1 ? TerminalText.Sanitize(services[0]) : Quantity.Of(services.Count, "service");
        lines.WriteLine($"  {Coloured(item.Verdict, DifferenceText.MarkOf(item.Verdict).ToString())} "
            + $"{_palette.Service(service, TerminalText.Pad(service, ServiceWidth))} "
            + $"{_palette.Dim(TerminalText.Pad(described.Sort, SortWidth))} "
            + Coloured(item.Verdict, TerminalText.Fit(TerminalText.Sanitize(described.Name), width - columns)));
        foreach (var difference in item.Differences)
            Render(lines, difference, columns + 2);
    }

    private static string LinesOf(IReadOnlyList<Difference> differences) => string.Join('\n', differences.Select(DifferenceText.Line));

    private static string UnitOf(RecordedInstrument one) => one.Unit.Length == 0 ? one.Name : $"{one.Name} ({one.Unit})";

    private void WriteResources(Comparison comparison)
    {
        foreach (var resource in comparison.Resources.Where(static resource => resource.Differences.Count > 0))
        {
            Heading($"Resource of {TerminalText.Sanitize(resource.Service)}");
            using var lines = new StringWriter { NewLine = "\n" };
            foreach (var difference in resource.Differences)
                Render(lines, difference, 2);
            output.Write(lines.ToString());
        }
    }

    private void WriteViolations(string edition, IReadOnlyList<Violation> violations)
    {
        Heading($"Semantic conventions, {edition}: {Quantity.Of(violations.Count, "violation")}");
        foreach (var violation in violations.Take(MaxViolations))
        {
            var text = TerminalText.Sanitize($"{violation.Count,4}x {violation.Service} {violation.Subject}: {violation.Message}");
            foreach (var line in TerminalText.Wrap(text, width - 2, 2))
                Line("  " + line);
        }
        if (violations.Count > MaxViolations)
            Line(_palette.Dim($"  … and {violations.Count - MaxViolations} more"));
    }

    private void WriteCost(Report report)
    {
        if (report.Cost is not { } cost)
            return;
        Heading($"Cost, {CostText.Origin(cost)}");
        Line($"  {"",-40} {"manual",12} {"automatic",12}");
        foreach (var (what, manual, automatic) in CostText.Rows(cost))
            Line($"  {TerminalText.Pad(TerminalText.Sanitize(what), 40)} {manual,12} {automatic,12}");
    }

    private void WriteSummary(Report report)
    {
        var comparison = report.Comparison;
        Heading("Summary");
        Line($"  {comparison.Count(Verdict.Same)} same, {comparison.Count(Verdict.Changed)} changed "
            + $"({report.Renamed} renamed, {report.Moved} moved), {comparison.Count(Verdict.OnlyManual)} only manual, "
            + $"{comparison.Count(Verdict.OnlyAutomatic)} only automatic");
        if (comparison.Instruments.Count > 0)
            Line($"  metrics: {ShapeText.Counts(comparison.Instruments)}");
        if (comparison.Logs.Count > 0)
            Line($"  logs: {ShapeText.Counts(comparison.Logs)}");
        if (report.Expectations.Count > 0)
            Line($"  {report.Expectations.Count(static result => result.IsMet)} of {report.Expectations.Count} expectations met");
        foreach (var unmet in report.Unmet)
            Line("  " + _palette.Error(TerminalText.Fit(TerminalText.Sanitize(
                $"not met: {unmet.Expectation.Text} ({unmet.Found} of {unmet.Expectation.Count} in both editions)"), width - 2)));
    }

    private void Heading(string text)
    {
        Line("");
        Line(_palette.Bold(text));
    }

    private void Line(string text) => output.Write(text + "\n");

    private string Coloured(Verdict verdict, string text) => verdict switch
    {
        Verdict.OnlyManual => _palette.Error(text),
        Verdict.OnlyAutomatic => _palette.Ok(text),
        Verdict.Changed => _palette.Bold(text),
        _ => text,
    };

    private static string Counted(Recording recording)
    {
        var text = $"{Quantity.Of(recording.Traces.Count, "trace")}, {Quantity.Of(recording.Spans, "span")}";
        if (recording.Duplicates > 0)
            text += $"; {recording.Duplicates} sent twice";
        return recording.Rejected > 0 ? $"{text}; {recording.Rejected} invalid" : text;
    }
}
