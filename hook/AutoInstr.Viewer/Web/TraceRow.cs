using AutoInstr.Viewer.Model;

namespace AutoInstr.Viewer.Web;

/// <summary>What the list tells of a trace.</summary>
/// <param name="Trace">The trace.</param>
/// <param name="Entry">The span it is named by: its root, or else the first one of it.</param>
/// <param name="StartTimeUnixNano">When the first of its spans began.</param>
/// <param name="DurationNano">From there to the end of its last span.</param>
/// <param name="Errors">How many of its spans failed.</param>
/// <param name="Services">How many spans each of its services has.</param>
internal sealed record TraceRow(
    Trace Trace, Span Entry, ulong StartTimeUnixNano, ulong DurationNano, int Errors, IReadOnlyDictionary<string, int> Services)
{
    /// <summary>Sums a trace up.</summary>
    public static TraceRow Of(Trace trace)
    {
        var (start, end, errors) = (ulong.MaxValue, ulong.MinValue, 0);
        var services = new Dictionary<string, int>(StringComparer.Ordinal);
        Span? first = null;
        foreach (var span in trace.Spans)
        {
            if (first is null || span.StartTimeUnixNano < first.StartTimeUnixNano)
                first = span;
            start = Math.Min(start, span.StartTimeUnixNano);
            end = Math.Max(end, span.EndTimeUnixNano);
            errors += span.Status == SpanStatus.Error ? 1 : 0;
            services[span.ServiceName] = services.GetValueOrDefault(span.ServiceName) + 1;
        }
        return new TraceRow(trace, trace.Root ?? first!, start, end > start ? end - start : 0, errors, services);
    }
}
