using AutoInstr.Viewer.Model;

namespace AutoInstr.Compare.Matching;

/// <summary>A trace of each edition that came of the same request; only one of them where the other edition has none.</summary>
/// <param name="Manual">The trace of the edition that is instrumented by hand.</param>
/// <param name="Automatic">The trace of the one that is not.</param>
internal readonly record struct TracePair(Trace? Manual, Trace? Automatic);

/// <summary>Finds the traces that came of the same request, both recordings being of the same requests in the same order.</summary>
internal static class TracePairing
{
    /// <summary>From the surest sign to the least: what was asked for, the first span's name, its service and kind.</summary>
    private static readonly Func<Span, object>[] Signs =
    [
        static entry => (entry.ServiceName, entry.Kind, entry.Name, Requested(entry)),
        static entry => (entry.ServiceName, entry.Kind, Requested(entry)),
        static entry => (entry.ServiceName, entry.Kind, entry.Name),
        static entry => (entry.ServiceName, entry.Kind),
    ];

    private static readonly ReferenceEqualityComparer ByReference = ReferenceEqualityComparer.Instance;

    /// <summary>Pairs them.</summary>
    /// <param name="manual">One recording's traces, in the order in which they began.</param>
    /// <param name="automatic">The other's.</param>
    /// <returns>The pairs in the order of the automatic edition, then what only the other has.</returns>
    public static IReadOnlyList<TracePair> Pair(IReadOnlyList<Trace> manual, IReadOnlyList<Trace> automatic)
    {
        var (manualLeft, automaticLeft) = (Entries(manual), Entries(automatic));
        // Two dictionaries: a recording may be compared with itself.
        var (partners, paired) = (new Dictionary<Trace, Trace>(ByReference), new HashSet<Trace>(ByReference));
        foreach (var sign in Signs)
        {
            var byEntry = automaticLeft.GroupBy(entry => sign(entry.Span)).ToDictionary(
                static group => group.Key, static group => new Queue<Trace>(group.Select(static entry => entry.Trace)));
            foreach (var (trace, entry) in manualLeft)
            {
                if (byEntry.TryGetValue(sign(entry), out var queue) && queue.TryDequeue(out var partner))
                {
                    partners.Add(partner, trace);
                    paired.Add(trace);
                }
            }
            manualLeft.RemoveAll(entry => paired.Contains(entry.Trace));
            automaticLeft.RemoveAll(entry => partners.ContainsKey(entry.Trace));
        }
        return
        [
            .. automatic.Select(trace => new TracePair(partners.GetValueOrDefault(trace), trace)),
            .. manualLeft.Select(static entry => new TracePair(entry.Trace, null)),
        ];
    }

    private static List<(Trace Trace, Span Span)> Entries(IReadOnlyList<Trace> traces) =>
        [.. traces.Select(static trace => (trace, Entry(trace)))];

    /// <summary>The root; of a trace without one, the first of the spans whose parent is not there.</summary>
    private static Span Entry(Trace trace)
    {
        var ids = trace.Spans.Select(static span => span.SpanId).ToHashSet(StringComparer.Ordinal);
        return trace.Spans.OrderBy(static span => span.ParentSpanId.Length > 0)
            .ThenBy(span => ids.Contains(span.ParentSpanId)).ThenBy(static span => span.StartTimeUnixNano).First();
    }

    private static string Requested(Span entry) =>
        $"{entry.Attributes["http.request.method"] ?? entry.Attributes["http.method"]} " +
        $"{entry.Attributes["url.path"] ?? entry.Attributes["http.target"]}";
}
