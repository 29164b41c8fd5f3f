using System.Diagnostics;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Exporters;

namespace AutoInstr.Agent.Traces;

/// <summary>Spans between the threads that end them and the one that exports them: the last few as they are, all others encoded.</summary>
/// <param name="settings">Sizes, and the time between two exports.</param>
/// <param name="createEncoder">Makes an encoder.</param>
/// <param name="failed">Hears of a span that could not be encoded.</param>
internal sealed class SpanQueue(BatchSettings settings, Func<SpanEncoder> createEncoder, Action<Exception> failed) : IDisposable
{
    /// <summary>Receivers of gRPC take no more than 4 MiB unless told to; what is left is for the resource and the scopes.</summary>
    private const int LargestBatch = 3_500_000;

    /// <summary>Longer than a library needs, even of a busy application.</summary>
    private const int MostRecent = 4;

    /// <summary>As many as a queue of the usual size is made of: what a burst needed would be garbage after it, and new for the
    /// next.</summary>
    private const int MostSpare = 4;

    private readonly object _lock = new();
    private readonly SpanLane[] _lanes = Lanes(settings, createEncoder);
    private readonly Queue<SpanBatch> _full = new();
    private readonly Stack<SpanBatch> _spare = new(MostSpare);
    private SpanBatch _open = new();
    private long _due = Environment.TickCount64 + settings.ScheduleDelay;
    private long _added;
    private long _taken;
    private long _finished;
    private long _dropped;
    private long _late;
    private long _unencoded;
    private long _asked;
    private long _drained;
    private long _addedWhenDrained;
    private volatile bool _isFull;
    private volatile bool _isClosed;

    /// <summary>Spans that found the queue full.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Spans that ended after the queue was closed.</summary>
    public long Late => Volatile.Read(ref _late);

    /// <summary>Spans that were let in.</summary>
    public long Added => Volatile.Read(ref _added);

    /// <summary>Spans that were let in and not taken out.</summary>
    public long Waiting
    {
        get
        {
            lock (_lock)
                return _added - _taken;
        }
    }

    /// <summary>Spans that could not be encoded.</summary>
    public long Unencoded => Volatile.Read(ref _unencoded);

    /// <summary>Spans that are in the queue or on their way.</summary>
    public long Pending
    {
        get
        {
            lock (_lock)
                return _added - _finished + _lanes.Sum(static lane => lane.Count);
        }
    }

    private bool IsHurried => _asked > _drained || _isClosed;

    /// <summary>Takes a span that ended.</summary>
    public void Offer(Activity span)
    {
        var lane = Enter();
        try
        {
            if (_isClosed)
                Interlocked.Increment(ref _late);
            else if (lane.Exchange(span) is { } oldest)
                Encode(lane, oldest);
        }
        finally
        {
            lane.Exit();
        }
    }

    /// <summary>Waits for a batch: a full one, or what there is when its time has come or a flush asks for it.</summary>
    /// <returns><see langword="null"/> when the queue is closed and empty.</returns>
    public SpanBatch? Next()
    {
        while (true)
        {
            long asked;
            bool isClosed;
            lock (_lock)
            {
                while (_full.Count == 0 && !IsHurried && _due - Environment.TickCount64 is > 0 and var left)
                    Monitor.Wait(_lock, (int)left);
                if (TakeFull() is { } full)
                    return full;
                (asked, isClosed) = (_asked, _isClosed);
            }
            Drain();
            lock (_lock)
            {
                (_drained, _addedWhenDrained) = (asked, _added);
                if (_open.Count > 0)
                    Seal();
                if (TakeFull() is { } rest)
                    return rest;
                Monitor.PulseAll(_lock);
                if (isClosed)
                    return null;
                _due = Environment.TickCount64 + settings.ScheduleDelay;
            }
        }
    }

    /// <summary>Takes a batch back that was exported, with or without success.</summary>
    public void Return(SpanBatch batch)
    {
        lock (_lock)
        {
            _finished += batch.Count;
            batch.Clear();
            if (_spare.Count < MostSpare)
                _spare.Push(batch);
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Waits until everything that is in the queue now has been exported.</summary>
    /// <param name="timeout">Milliseconds that it may take, or -1 for any time.</param>
    /// <returns>Whether it has.</returns>
    public bool Flush(int timeout)
    {
        lock (_lock)
        {
            var due = Environment.TickCount64 + timeout;
            var mine = ++_asked;
            var last = long.MaxValue;
            Monitor.PulseAll(_lock);
            while (true)
            {
                if (_drained >= mine)
                    last = Math.Min(last, _addedWhenDrained);
                if (_finished >= last)
                    return true;
                var left = timeout < 0 ? Timeout.Infinite : (int)Math.Max(0, due - Environment.TickCount64);
                if (left == 0)
                    return false;
                Monitor.Wait(_lock, left);
            }
        }
    }

    /// <summary>Lets nothing more in; what is there can still be taken.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            Monitor.PulseAll(_lock);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var lane in _lanes)
            lane.Dispose();
    }

    /// <summary>One for each processor, so that threads do not meet; only one where spans are to stay in the order in which they
    /// ended.</summary>
    private static SpanLane[] Lanes(BatchSettings settings, Func<SpanEncoder> createEncoder)
    {
        var recent = Math.Min(MostRecent, settings.MaxExportBatchSize / 2);
        var first = new SpanLane(createEncoder, recent);
        // The first encoder loads what encoding needs, and that is no business of a request.
        var count = first.Encoder.TellsScopesApart ? Math.Max(2, Environment.ProcessorCount) : 1;
        return [first, .. Enumerable.Range(1, count - 1).Select(_ => new SpanLane(createEncoder, recent))];
    }

    private SpanLane Enter()
    {
        var wait = new SpinWait();
        for (var i = Thread.GetCurrentProcessorId(); ; i++)
        {
            var lane = _lanes[(uint)i % (uint)_lanes.Length];
            if (lane.TryEnter())
                return lane;
            if (lane.IsMine)
                return new SpanLane(createEncoder, recent: 0);
            wait.SpinOnce(sleep1Threshold: -1);
        }
    }

    /// <summary>Encodes what waits in the lanes.</summary>
    private void Drain()
    {
        foreach (var lane in _lanes)
        {
            var wait = new SpinWait();
            while (!lane.TryEnter())
                wait.SpinOnce();
            try
            {
                foreach (var span in lane.Drain())
                    Encode(lane, span);
            }
            finally
            {
                lane.Exit();
            }
        }
    }

    private void Encode(SpanLane lane, Activity span)
    {
        if (_isFull)
        {
            Interlocked.Increment(ref _dropped);
            return;
        }
        try
        {
            Add(span.Source, lane.Encoder, lane.Encoder.Encode(span));
        }
        catch (Exception exception)
        {
            if (Interlocked.Increment(ref _unencoded) == 1)
                failed(exception);
        }
    }

    private void Add(ActivitySource source, SpanEncoder encoder, ReadOnlySpan<byte> span)
    {
        lock (_lock)
        {
            if (_isFull)
            {
                Interlocked.Increment(ref _dropped);
                return;
            }
            if (_open.Count > 0 && _open.Length + span.Length > LargestBatch)
                Seal();
            _open.Add(source, encoder, span);
            _added++;
            _isFull = _added - _taken >= settings.MaxQueueSize;
            if (_open.Count == settings.MaxExportBatchSize)
                Seal();
        }
    }

    private SpanBatch? TakeFull()
    {
        if (!_full.TryDequeue(out var batch))
            return null;
        _taken += batch.Count;
        _isFull = false;
        _due = Environment.TickCount64 + settings.ScheduleDelay;
        return batch;
    }

    private void Seal()
    {
        _full.Enqueue(_open);
        _open = _spare.Count > 0 ? _spare.Pop() : new SpanBatch();
        Monitor.PulseAll(_lock);
    }
}
