using System.Globalization;
using AutoInstr.Viewer.Model;

namespace AutoInstr.UnitTests.Compare;

/// <summary>Makes spans of a trace, in the order of their calls.</summary>
internal sealed class SpanBuilder(string trace = "1")
{
    private readonly List<Span> _spans = [];
    private ulong _clock = 1_000_000_000;

    /// <summary>The spans so far.</summary>
    public IReadOnlyList<Span> Spans => _spans;

    /// <summary>Adds a span.</summary>
    /// <returns>Its id.</returns>
    public string Add(
        string parent, string service, SpanKind kind, string name, params (string Name, object? Value)[] attributes)
    {
        var id = (_spans.Count + 1).ToString("x16", CultureInfo.InvariantCulture);
        _clock += 1000;
        _spans.Add(new Span
        {
            TraceId = trace.PadLeft(32, '0'),
            SpanId = id,
            ParentSpanId = parent,
            Name = name,
            Kind = kind,
            StartTimeUnixNano = _clock,
            EndTimeUnixNano = _clock + 500,
            Attributes = new AttributeMap(attributes.Select(item => KeyValuePair.Create(item.Name, item.Value))),
            Resource = new AttributeMap([KeyValuePair.Create<string, object?>("service.name", service)]),
        });
        return id;
    }

    /// <summary>Changes the last span.</summary>
    public void Change(Func<Span, Span> change) => _spans[^1] = change(_spans[^1]);
}
