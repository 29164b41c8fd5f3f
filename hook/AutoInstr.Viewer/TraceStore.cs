using AutoInstr.Viewer.Model;

namespace AutoInstr.Viewer;

/// <summary>The spans a receiver keeps, grouped by trace. Bounded: the oldest traces leave first. Safe for any number of threads.</summary>
/// <param name="maxSpans">How many spans are kept.</param>
/// <param name="maxBytes">How many bytes of spans are kept, measured as they are encoded in protobuf.</param>
public sealed class TraceStore(int maxSpans, long maxBytes = long.MaxValue)
{
    /// <summary>How many services are counted by name.</summary>
    public const int MaxServices = 1000;

    /// <summary>The name under which the spans of further services are counted.</summary>
    public const string OtherServices = "(other)";

    private readonly object _gate = new();
    private readonly Queue<StoredTrace> _byAge = new();
    private readonly Dictionary<string, StoredTrace> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _byService = new(StringComparer.Ordinal);
    private StoreCounts _counts = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Span[]? _snapshot;
    private long _sequence;
    private int _spans;
    private long _bytes;

    /// <summary>The spans kept, in the order received. A snapshot: it does not change.</summary>
    public IReadOnlyList<Span> Spans
    {
        get
        {
            lock (_gate)
                return _snapshot ??= [.. _byAge.SelectMany(static trace => trace.Spans).OrderBy(static e => e.Sequence)
                    .Select(static e => e.Span)];
        }
    }

    /// <summary>The traces kept, the one that began to arrive first being the first. A snapshot; a trace that nothing has come to is the
    /// same object as in the one before.</summary>
    public IReadOnlyList<Trace> Traces
    {
        get
        {
            lock (_gate)
                return [.. _byAge.Select(static trace => trace.ToTrace())];
        }
    }

    /// <summary>What was counted up to now. A snapshot.</summary>
    public StoreCounts Counts
    {
        get
        {
            lock (_gate)
                return _counts with { SpansByService = new Dictionary<string, long>(_byService) };
        }
    }

    /// <summary>One trace as far as it has come.</summary>
    /// <param name="id">The trace's id: 32 lower-case hexadecimal digits.</param>
    /// <returns>The trace, or <see langword="null"/> when none of its spans is kept.</returns>
    public Trace? Find(string id)
    {
        lock (_gate)
            return _byId.TryGetValue(id, out var trace) ? trace.ToTrace() : null;
    }

    /// <summary>Waits until the spans kept satisfy a condition.</summary>
    /// <param name="condition">Asked once at the beginning and again whenever spans have come; must not block.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="cancellationToken">Gives up early.</param>
    /// <returns>The spans that satisfied it, in the order received.</returns>
    /// <exception cref="TimeoutException">They did not within the time; the message lists what is there.</exception>
    public async Task<IReadOnlyList<Span>> WaitForAsync(
        Func<IReadOnlyList<Span>, bool> condition, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(condition);
        using var expiry = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        expiry.CancelAfter(timeout);
        while (true)
        {
            Task changed;
            lock (_gate)
                changed = _changed.Task;
            var spans = Spans;
            if (condition(spans))
                return spans;
            try
            {
                await changed.WaitAsync(expiry.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"The spans awaited did not come within {timeout}. There are {Describe(spans)}.");
            }
        }
    }

    /// <summary>Takes the spans of one request.</summary>
    /// <param name="spans">The valid ones.</param>
    /// <param name="rejected">How many others there were.</param>
    internal void Add(IReadOnlyList<Span> spans, int rejected)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            _counts = _counts with
            {
                Requests = _counts.Requests + 1,
                Spans = _counts.Spans + spans.Count,
                Errors = _counts.Errors + spans.Count(static span => span.Status == SpanStatus.Error),
                RejectedSpans = _counts.RejectedSpans + rejected,
            };
            foreach (var span in spans)
                Add(span);
            _snapshot = null;
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        changed.SetResult();
    }

    /// <summary>Counts a request with metrics.</summary>
    internal void AddDataPoints(int count)
    {
        lock (_gate)
            _counts = _counts with { Requests = _counts.Requests + 1, DataPoints = _counts.DataPoints + count };
    }

    /// <summary>Counts a request with logs.</summary>
    internal void AddLogRecords(int count)
    {
        lock (_gate)
            _counts = _counts with { Requests = _counts.Requests + 1, LogRecords = _counts.LogRecords + count };
    }

    private void Add(Span span)
    {
        var service = _byService.ContainsKey(span.ServiceName) || _byService.Count < MaxServices ? span.ServiceName : OtherServices;
        _byService[service] = _byService.GetValueOrDefault(service) + 1;

        // A trace never pushes out itself: then what came first, most often the part near the root, would be lost for what comes last.
        while ((_spans >= maxSpans || _bytes + span.WireSize > maxBytes) && _byAge.TryPeek(out var oldest) && oldest.Id != span.TraceId)
            EvictOldest();
        if (_spans >= maxSpans || _bytes + span.WireSize > maxBytes)
        {
            _counts = _counts with { EvictedSpans = _counts.EvictedSpans + 1 };
            return;
        }

        if (!_byId.TryGetValue(span.TraceId, out var trace))
        {
            trace = new StoredTrace(span.TraceId);
            _byId.Add(trace.Id, trace);
            _byAge.Enqueue(trace);
        }
        trace.Add(_sequence++, span);
        _spans++;
        _bytes += span.WireSize;
    }

    private void EvictOldest()
    {
        var oldest = _byAge.Dequeue();
        _byId.Remove(oldest.Id);
        _spans -= oldest.Spans.Count;
        _bytes -= oldest.Bytes;
        _counts = _counts with { EvictedTraces = _counts.EvictedTraces + 1, EvictedSpans = _counts.EvictedSpans + oldest.Spans.Count };
    }

    private static string Describe(IReadOnlyList<Span> spans)
    {
        const int Shown = 30;
        var names = string.Join(", ", spans.Take(Shown).Select(static span => $"{span.ServiceName}/{span.Kind}/{span.Name}"));
        return spans.Count == 0 ? "none" : $"{spans.Count}: {names}{(spans.Count > Shown ? ", ..." : "")}";
    }

    /// <summary>A trace's spans with the order in which they came.</summary>
    private sealed class StoredTrace(string id)
    {
        private Trace? _snapshot;

        public string Id { get; } = id;

        public List<(long Sequence, Span Span)> Spans { get; } = [];

        public long Bytes { get; private set; }

        public void Add(long sequence, Span span)
        {
            Spans.Add((sequence, span));
            Bytes += span.WireSize;
            _snapshot = null;
        }

        public Trace ToTrace() => _snapshot ??= new(Id, [.. Spans.Select(static entry => entry.Span)]);
    }
}
