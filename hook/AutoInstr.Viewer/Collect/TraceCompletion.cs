using AutoInstr.Viewer.Model;

namespace AutoInstr.Viewer.Collect;

/// <summary>Tells when a trace is worth showing. No message says that a trace has ended, so it is a matter of waiting.</summary>
/// <param name="time">The clock.</param>
/// <remarks>Not for several threads.</remarks>
internal sealed class TraceCompletion(TimeProvider time)
{
    /// <summary>How long a trace must be quiet that looks complete.</summary>
    public static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(1);

    /// <summary>How long any other: longer than the five seconds for which an SDK holds spans back unless told otherwise.</summary>
    public static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(6);

    private readonly Dictionary<string, Pending> _pending = new(StringComparer.Ordinal);

    /// <summary>How many traces are waited for.</summary>
    public int Count => _pending.Count;

    /// <summary>Notes that spans of a trace have come.</summary>
    public void Touch(string traceId) => _pending[traceId] = new Pending(time.GetTimestamp());

    /// <summary>Takes the traces whose time has come.</summary>
    /// <param name="find">Gives a trace by its id.</param>
    /// <returns>The traces in the order of their last spans; those that are no longer kept are left out.</returns>
    public IReadOnlyList<Trace> TakeDue(Func<string, Trace?> find) => Take(find, IsDue);

    /// <summary>Takes all traces, whatever their time.</summary>
    /// <param name="find">Gives a trace by its id.</param>
    public IReadOnlyList<Trace> TakeAll(Func<string, Trace?> find) => Take(find, static (_, _, _) => true);

    /// <summary>Whether nothing is missing as far as one can see: there is a root, every parent, and behind every call out of the process
    /// what it called. A third party will not send spans; then the wait is just longer. Databases are not waited for.</summary>
    public static bool LooksComplete(Trace trace)
    {
        if (!trace.IsComplete)
            return false;
        var parents = trace.Spans.Select(static span => span.ParentSpanId).ToHashSet(StringComparer.Ordinal);
        return trace.Spans.All(span => !LeavesProcess(span) || parents.Contains(span.SpanId));
    }

    private static bool LeavesProcess(Span span) =>
        span.Kind is SpanKind.Client or SpanKind.Producer && span.Attributes["db.system.name"] is null &&
        span.Attributes["db.system"] is null;

    private List<Trace> Take(Func<string, Trace?> find, Func<string, Pending, Func<string, Trace?>, bool> isDue)
    {
        var due = _pending.Where(p => isDue(p.Key, p.Value, find)).OrderBy(static p => p.Value.LastSpan).Select(static p => p.Key).ToList();
        var traces = new List<Trace>(due.Count);
        foreach (var id in due)
        {
            _pending.Remove(id);
            if (find(id) is { } trace)
                traces.Add(trace);
        }
        return traces;
    }

    private bool IsDue(string id, Pending pending, Func<string, Trace?> find)
    {
        var quiet = time.GetElapsedTime(pending.LastSpan);
        return quiet >= IdleTime || (quiet >= QuietTime && (pending.LooksComplete ??= find(id) is not { } trace || LooksComplete(trace)));
    }

    /// <summary>A trace that is waited for.</summary>
    private sealed class Pending(long lastSpan)
    {
        public long LastSpan { get; } = lastSpan;

        /// <summary>Found out once it was quiet for a while, and true until more spans come.</summary>
        public bool? LooksComplete { get; set; }
    }
}
