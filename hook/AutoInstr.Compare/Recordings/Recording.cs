using AutoInstr.Viewer.Decoding;
using AutoInstr.Viewer.Model;

namespace AutoInstr.Compare.Recordings;

/// <summary>The traces of one edition, in the order in which they began.</summary>
/// <param name="Traces">The traces.</param>
/// <param name="Rejected">How many spans had no valid ids and are left out.</param>
internal sealed record Recording(IReadOnlyList<Trace> Traces, int Rejected)
{
    /// <summary>How many spans there are.</summary>
    public int SpanCount => Traces.Sum(static trace => trace.Spans.Count);

    /// <summary>All spans.</summary>
    public IEnumerable<Span> Spans => Traces.SelectMany(static trace => trace.Spans);

    /// <summary>What each service says of itself.</summary>
    public IReadOnlyDictionary<string, AttributeMap> Resources => Spans.GroupBy(static span => span.ServiceName, StringComparer.Ordinal)
        .ToDictionary(static service => service.Key, static service => service.First().Resource, StringComparer.Ordinal);

    /// <summary>Groups spans by trace.</summary>
    public static Recording Of(IEnumerable<Span> spans, int rejected = 0) => new(
        [.. spans.GroupBy(static span => span.TraceId, StringComparer.Ordinal)
            .Select(static trace => new Trace(trace.Key, [.. trace]))
            .OrderBy(static trace => trace.Spans.Min(static span => span.StartTimeUnixNano))],
        rejected);

    /// <summary>Reads a file with an OTLP JSON request on each line, as <c>autoinstr collect --output</c> and the collector's file
    /// exporter write it.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read.</exception>
    /// <exception cref="FormatException">A line is not what it should be; the message says which.</exception>
    public static Recording Load(string path)
    {
        var (spans, rejected) = (new List<Span>(), 0);
        foreach (var (read, invalid) in OtlpJsonLines.ReadFile(path))
        {
            spans.AddRange(read);
            rejected += invalid;
        }
        return Of(spans, rejected);
    }
}
