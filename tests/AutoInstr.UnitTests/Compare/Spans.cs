using AutoInstr.Compare;
using AutoInstr.Compare.Differences;
using AutoInstr.Compare.Recordings;
using AutoInstr.Viewer.Model;

namespace AutoInstr.UnitTests.Compare;

/// <summary>Builds recordings. Ids are counted, and every span begins a millisecond after the one made before.</summary>
internal sealed class Spans
{
    private const ulong Millisecond = 1_000_000;

    private static readonly AttributeMap Sdk = Map(
        ("telemetry.sdk.name", "opentelemetry"), ("telemetry.sdk.language", "dotnet"), ("telemetry.sdk.version", "1.0"));

    private readonly List<Span> _spans = [];
    private ulong _now = 1_700_000_000 * 1000ul * Millisecond;
    private int _traces;

    /// <summary>What was built.</summary>
    public IReadOnlyList<Span> All => _spans;

    /// <summary>Adds a span that begins a trace.</summary>
    public Span Root(string name, SpanKind kind = SpanKind.Server, string service = "shop", params (string, object?)[] attributes) =>
        Add($"{++_traces:x32}", "", name, kind, service, attributes);

    /// <summary>Adds a span beneath another one.</summary>
    public Span Child(
        Span parent, string name, SpanKind kind = SpanKind.Client, string? service = null, params (string, object?)[] attributes) =>
        Add(parent.TraceId, parent.SpanId, name, kind, service ?? parent.ServiceName, attributes);

    /// <summary>Adds any span.</summary>
    public Span Add(string trace, string parent, string name, SpanKind kind, string service, params (string, object?)[] attributes)
    {
        var start = _now += Millisecond;
        return Add(new Span
        {
            TraceId = trace,
            SpanId = $"{_spans.Count + 1:x16}",
            ParentSpanId = parent,
            Name = name,
            Kind = kind,
            StartTimeUnixNano = start,
            EndTimeUnixNano = start + Millisecond,
            Attributes = Map(attributes),
            Resource = new AttributeMap([new("service.name", service), .. Sdk]),
        });
    }

    /// <summary>Adds a span as it is.</summary>
    public Span Add(Span span)
    {
        _spans.Add(span);
        return span;
    }

    /// <summary>Replaces a span by a variation of it.</summary>
    public void Change(Span span, Func<Span, Span> change) => _spans[_spans.IndexOf(span)] = change(span);

    /// <summary>Leaves a span out.</summary>
    public void Remove(Span span) => _spans.Remove(span);

    /// <summary>The recording.</summary>
    public Recording ToRecording() => Recording.Of(_spans);

    /// <summary>Attributes.</summary>
    public static AttributeMap Map(params (string Name, object? Value)[] attributes) =>
        new(attributes.Select(static a => KeyValuePair.Create(a.Name, a.Value)));

    /// <summary>Compares with another edition.</summary>
    public Comparison CompareWith(Spans automatic, AttributeRules? rules = null) =>
        Comparison.Of(ToRecording(), automatic.ToRecording(), rules ?? AttributeRules.Usual);

    /// <summary>Two editions made by the same steps.</summary>
    public static (Spans Manual, Spans Automatic) Both(Action<Spans> build)
    {
        var editions = (Manual: new Spans(), Automatic: new Spans());
        build(editions.Manual);
        build(editions.Automatic);
        return editions;
    }

    /// <summary>The merged trees in a short form: a mark, a name, and an exclamation mark on what is moved, indented.</summary>
    public static IReadOnlyList<string> Outline(Comparison comparison) => [.. comparison.Traces.SelectMany(static trace =>
        trace.Walk().Select(static place => new string(' ', place.Depth)
            + AutoInstr.Compare.Reporting.DifferenceText.MarkOf(place.Span.Verdict) + place.Span.Node.Span.Name
            + (place.Span.Differences.Any(static d => d.Aspect == Aspect.Name) ? ">" + place.Span.Automatic!.Span.Name : "")
            + (place.Span.Differences.Any(static d => d.Aspect == Aspect.Position) ? "!" : "")))];
}
