using System.Text.Json;
using System.Text.Json.Nodes;
using AutoInstr.Compare.Conventions;
using AutoInstr.Compare.Differences;
using AutoInstr.Compare.Matching;
using AutoInstr.Viewer.Model;

namespace AutoInstr.Compare.Reporting;

/// <summary>The report for programs. Fields may be added; those that are there keep their meaning.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, MaxDepth = int.MaxValue };

    /// <summary>Renders it.</summary>
    public static string Render(Report report) => Of(report).ToJsonString(Options);

    /// <summary>The report as a tree of values.</summary>
    public static JsonObject Of(Report report) => new()
    {
        ["manual"] = Of(report.Comparison.Manual),
        ["automatic"] = Of(report.Comparison.Automatic),
        ["services"] = Array(report.Services, static service => new JsonObject
        {
            ["service"] = service.Service,
            ["same"] = service.Same,
            ["different"] = service.Different,
            ["onlyManual"] = service.OnlyManual,
            ["onlyAutomatic"] = service.OnlyAutomatic,
        }),
        ["traces"] = Array(report.Comparison.Traces, Of),
        ["resources"] = Array(report.Comparison.Resources, static item => new JsonObject
        {
            ["service"] = item.Key,
            ["differences"] = Array(item.Value, Of),
        }),
        ["violations"] = new JsonObject
        {
            ["manual"] = Array(report.Comparison.ManualViolations, Of),
            ["automatic"] = Array(report.Comparison.AutomaticViolations, Of),
        },
        ["expectations"] = Array(report.Expectations, static expectation => new JsonObject
        {
            ["span"] = expectation.Span.ToString(),
            ["found"] = expectation.Found,
            ["isMet"] = expectation.IsMet,
        }),
        ["isMet"] = report.IsMet,
    };

    private static JsonObject Of(Recordings.Recording recording) => new()
    {
        ["traces"] = recording.Traces.Count,
        ["spans"] = recording.SpanCount,
        ["rejected"] = recording.Rejected,
    };

    /// <summary>Spans are a list, parents before children, each with the place of its parent in it: no tree is too deep for that.</summary>
    private static JsonObject Of(TraceComparison trace)
    {
        var spans = new JsonArray();
        // The places of the last span at each depth, and one above the roots.
        var places = new List<int> { -1 };
        foreach (var (span, depth) in trace.Rows)
        {
            places.RemoveRange(depth + 1, places.Count - depth - 1);
            places.Add(spans.Count);
            spans.Add(Of(span, places[depth]));
        }
        return new JsonObject
        {
            ["manual"] = trace.Pair.Manual?.Id,
            ["automatic"] = trace.Pair.Automatic?.Id,
            ["spans"] = spans,
        };
    }

    private static JsonObject Of(MergedSpan span, int parent) => new()
    {
        ["parent"] = parent,
        ["presence"] = span.Presence switch { Presence.Both => "both", Presence.OnlyManual => "manual", _ => "automatic" },
        ["isMoved"] = span.IsMoved,
        ["service"] = span.Named.ServiceName,
        ["kind"] = span.Named.Kind.ToString().ToLowerInvariant(),
        ["name"] = span.Named.Name,
        ["manual"] = Of(span.Manual),
        ["automatic"] = Of(span.Automatic),
        ["differences"] = Array(span.Differences, Of),
    };

    private static JsonObject? Of(Span? span) => span is null ? null : new JsonObject
    {
        ["spanId"] = span.SpanId,
        ["name"] = span.Name,
        ["startUnixNano"] = span.StartTimeUnixNano,
        ["durationNano"] = span.EndTimeUnixNano > span.StartTimeUnixNano ? span.EndTimeUnixNano - span.StartTimeUnixNano : 0,
        ["status"] = span.Status.ToString().ToLowerInvariant(),
        ["attributes"] = new JsonObject(span.Attributes.DistinctBy(static item => item.Key).Select(
            item => KeyValuePair.Create(item.Key, (JsonNode?)AttributeText.Of(span.Attributes[item.Key])))),
        ["events"] = Array(span.Events, static item => new JsonObject { ["name"] = item.Name, ["timeUnixNano"] = item.TimeUnixNano }),
    };

    private static JsonObject Of(Difference difference) => new()
    {
        ["kind"] = difference.Kind.ToString().ToLowerInvariant(),
        ["what"] = difference.What,
        ["manual"] = difference.Manual,
        ["automatic"] = difference.Automatic,
    };

    private static JsonObject Of(Violation violation) => new()
    {
        ["service"] = violation.Service,
        ["subject"] = violation.Subject,
        ["problem"] = violation.Problem,
        ["count"] = violation.Count,
    };

    private static JsonArray Array<T>(IEnumerable<T> items, Func<T, JsonNode?> of) => new([.. items.Select(of)]);
}
