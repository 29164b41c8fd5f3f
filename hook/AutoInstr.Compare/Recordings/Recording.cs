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
        var (spans, rejected, number) = (new List<Span>(), 0, 0);
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            try
            {
                var (read, invalid) = OtlpJsonLines.Read(line);
                spans.AddRange(read);
                rejected += invalid;
            }
            catch (Exception e) when (e is FormatException or InvalidDataException)
            {
                throw new FormatException($"{path}, line {number}: no OTLP JSON request with spans ({e.Message})", e);
            }
        }
        return Of(spans, rejected);
    }
}
