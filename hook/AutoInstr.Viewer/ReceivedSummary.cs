using AutoInstr.Viewer.Terminal;

namespace AutoInstr.Viewer;

/// <summary>Says in one line what a receiver got.</summary>
public static class ReceivedSummary
{
    private const int MaxServices = 10;

    /// <summary>Such as <c>2 traces, 9 spans, 1 error, services: shop (6), stock (3)</c>; what was rejected or evicted, and other signals,
    /// only when there were any.</summary>
    /// <param name="store">The receiver's store.</param>
    public static string Of(TelemetryStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        var counts = store.Traces.Counts;
        List<string> parts =
        [
            Quantity.Of(store.Traces.Traces.Count + counts.EvictedTraces, "trace"),
            Quantity.Of(counts.Spans, "span"),
            Quantity.Of(counts.Errors, "error"),
        ];
        if (counts.RejectedSpans > 0)
            parts.Add($"{Quantity.Of(counts.RejectedSpans, "span")} rejected as invalid");
        if (counts.EvictedSpans > 0)
            parts.Add($"{Quantity.Of(counts.EvictedSpans, "span")} no longer kept");
        if (counts.DataPoints > 0)
            parts.Add(Quantity.Of(counts.DataPoints, "metric data point") + NoLongerKept(store.Metrics.EvictedPoints));
        if (counts.LogRecords > 0)
            parts.Add(Quantity.Of(counts.LogRecords, "log record") + NoLongerKept(store.Logs.EvictedRecords));
        if (counts.SpansByService.Count > 0)
            parts.Add("services: " + Services(counts.SpansByService));
        return string.Join(", ", parts);
    }

    private static string NoLongerKept(long evicted) => evicted == 0 ? "" : $" ({evicted} no longer kept)";

    private static string Services(IReadOnlyDictionary<string, long> spansByService)
    {
        var shown = spansByService
            .OrderByDescending(static s => s.Value)
            .ThenBy(static s => s.Key, StringComparer.Ordinal)
            .Take(MaxServices)
            .Select(static s => $"{(s.Key.Length == 0 ? "(no service)" : TerminalText.Sanitize(s.Key))} ({s.Value})");
        return string.Join(", ", shown) + (spansByService.Count > MaxServices ? ", ..." : "");
    }
}
