using System.Text.Json;
using AutoInstr.Compare.Conventions;
using AutoInstr.Compare.Differences;
using AutoInstr.Compare.Recordings;
using AutoInstr.Viewer.Model;

namespace AutoInstr.Compare.Reporting;

/// <summary>A report for programs. The README has the fields; what it names stays as it is.</summary>
internal static class JsonReport
{
    /// <summary>Raised when a field is renamed or removed; further fields may come without.</summary>
    private const int SchemaVersion = 2;

    // The default encoder escapes <, > and &, so that the same text may stand within a page.
    private static readonly JsonSerializerOptions Compact = new(JsonSerializerDefaults.Web);
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes it.</summary>
    public static void Write(Report report, TextWriter output) => output.WriteLine(JsonSerializer.Serialize(Describe(report), Indented));

    /// <summary>The same on one line, harmless within a script element.</summary>
    public static string ToScriptData(Report report) => JsonSerializer.Serialize(Describe(report), Compact);

    private static object Describe(Report report)
    {
        var comparison = report.Comparison;
        return new
        {
            Version = SchemaVersion,
            Summary = new
            {
                Same = comparison.Count(Verdict.Same),
                Changed = comparison.Count(Verdict.Changed),
                OnlyManual = comparison.Count(Verdict.OnlyManual),
                OnlyAutomatic = comparison.Count(Verdict.OnlyAutomatic),
                report.Renamed,
                report.Moved,
                Manual = Describe(comparison.Manual),
                Automatic = Describe(comparison.Automatic),
                Metrics = Count(comparison.Instruments),
                Logs = Count(comparison.Logs),
            },
            Traces = comparison.Traces.Select(Describe),
            Metrics = comparison.Instruments.Select(static item => new
            {
                item.Item.Service,
                item.Item.Name,
                Verdict = DifferenceText.Of(item.Verdict),
                Manual = Describe(item.Manual),
                Automatic = Describe(item.Automatic),
                Differences = item.Differences.Select(Describe),
            }),
            Logs = comparison.Logs.Select(static item => new
            {
                item.Item.Service,
                item.Item.Category,
                item.Item.Template,
                Verdict = DifferenceText.Of(item.Verdict),
                Manual = Describe(item.Manual),
                Automatic = Describe(item.Automatic),
                Differences = item.Differences.Select(Describe),
            }),
            Resources = comparison.Resources.Select(static r => new { r.Service, Differences = r.Differences.Select(Describe) }),
            Violations = new
            {
                Manual = comparison.ManualViolations.Select(Describe),
                Automatic = comparison.AutomaticViolations.Select(Describe),
            },
            report.Cost,
            Expectations = report.Expectations.Select(
                static result => new { result.Expectation.Text, result.Expectation.Count, result.Found, Met = result.IsMet }),
        };
    }

    private static object Describe(Recording recording) =>
        new
        {
            Traces = recording.Traces.Count,
            recording.Spans,
            recording.Duplicates,
            recording.Rejected,
            Instruments = recording.Instruments.Count,
            LogRecords = recording.Logs.Sum(static log => log.Count),
        };

    private static object Count<T>(IReadOnlyList<Counterparts<T>> items)
        where T : class => new
        {
            Same = ShapeText.Count(items, Verdict.Same),
            Changed = ShapeText.Count(items, Verdict.Changed),
            OnlyManual = ShapeText.Count(items, Verdict.OnlyManual),
            OnlyAutomatic = ShapeText.Count(items, Verdict.OnlyAutomatic),
        };

    private static object? Describe(RecordedInstrument? one) => one is null ? null : new
    {
        one.Scope,
        one.Unit,
        one.Kind,
        one.Temporality,
        one.Buckets,
        one.AttributeKeys,
        one.Series,
    };

    private static object? Describe(RecordedLog? log) => log is null ? null : new
    {
        log.Severity,
        Records = log.Count,
        WithTrace = log.Traced,
        log.AttributeKeys,
    };

    private static object Describe(MergedTrace trace) => new
    {
        Manual = trace.Manual?.Id,
        Automatic = trace.Automatic?.Id,
        Spans = trace.Walk().Select(static place => Describe(place.Span, place.Depth)),
    };

    private static object Describe(MergedSpan span, int depth) => new
    {
        Depth = depth,
        Verdict = DifferenceText.Of(span.Verdict),
        Service = span.Node.Span.ServiceName,
        Kind = DifferenceText.Of(span.Node.Span.Kind),
        span.Node.Span.Name,
        Manual = Describe(span.Manual, span.Automatic is null),
        Automatic = Describe(span.Automatic, span.Manual is null),
        Differences = span.Differences.Select(Describe),
        Common = span is { Manual: { } manual, Automatic: not null } ? DescribeCommon(manual.Span, span.Differences) : null,
    };

    private static object? Describe(SpanNode? node, bool isAlone) => node is null ? null : new
    {
        node.Span.TraceId,
        node.Span.SpanId,
        node.Span.Name,
        Status = node.Span.Status.ToString().ToLowerInvariant(),
        OffsetNanoseconds = node.Offset,
        DurationNanoseconds = node.Span.Duration.Ticks * 100,
        // Partners are described by their differences and by what they have in common.
        Attributes = isAlone ? Describe(node.Span.Attributes) : null,
        Events = isAlone ? node.Span.Events.Select(static e => new { e.Name, Attributes = Describe(e.Attributes) }) : null,
    };

    private static Dictionary<string, string> DescribeCommon(Span span, IReadOnlyList<Difference> differences)
    {
        var common = Describe(span.Attributes);
        foreach (var difference in differences.Where(static d => d.Aspect is Aspect.Attribute or Aspect.AttributeType))
            common.Remove(difference.Name);
        return common;
    }

    private static Dictionary<string, string> Describe(AttributeMap attributes)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in attributes)
            texts[name] = AttributeText.Of(value);
        return texts;
    }

    private static object Describe(Difference difference) => new
    {
        Aspect = JsonNamingPolicy.CamelCase.ConvertName(difference.Aspect.ToString()),
        difference.Name,
        difference.Manual,
        difference.Automatic,
    };

    private static object Describe(Violation violation) => new
    {
        Rule = violation.Rule.ToString().ToLowerInvariant(),
        violation.Message,
        violation.Service,
        violation.Kind,
        violation.Name,
        violation.Count,
    };
}
