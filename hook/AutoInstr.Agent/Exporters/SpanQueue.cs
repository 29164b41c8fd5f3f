using System.Diagnostics;
using AutoInstr.Agent.Configuration;

namespace AutoInstr.Agent.Exporters;

/// <summary>Encoded spans between the threads that end them and the one that exports them.</summary>
/// <param name="settings">Sizes, and the time between two exports.</param>
internal sealed class SpanQueue(BatchSettings settings)
{
    /// <summary>Receivers of gRPC take no more than 4 MiB unless told to; what is left is for the resource and the scopes.</summary>
    private const int LargestBatch = 3_500_000;

    /// <summary>One batch is filled while another is on its way.</summary>
    private const int MostSpare = 2;

    private readonly object _lock = new();
    private readonly Queue<SpanBatch> _full = new();
    private readonly Stack<SpanBatch> _spare = new(MostSpare);
    private SpanBatch _open = new();
    private int _queued;
    private long _received;
    private long _dropped;
    private long _taken;
    private long _finished;
    private long _wanted;
    private bool _isClosed;

    /// <summary>Spans that found the queue full.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Spans that are in the queue or on their way.</summary>
    public long Pending
    {
        get
        {
            lock (_lock)
                return _received - _finished;
        }
    }

    /// <summary>Notes a span that finds the queue full, so that it need not be encoded.</summary>
    /// <returns>Whether it is.</returns>
    public bool Refuses()
    {
        if (!IsFull)
            return false;
        Interlocked.Increment(ref _dropped);
        return true;
    }

    /// <summary>Adds a span, or drops it when the queue is full by now.</summary>
    public void Add(ActivitySource source, SpanEncoder encoder, ReadOnlySpan<byte> span)
    {
        lock (_lock)
        {
            if (Refuses())
                return;
            if (_open.Count > 0 && _open.Length + span.Length > LargestBatch)
                Seal();
            _open.Add(source, encoder, span);
            _queued++;
            _received++;
            if (_open.Count == settings.MaxExportBatchSize)
                Seal();
        }
    }

    /// <summary>Waits for the next batch: a full one, or what there is when its time has come or a flush asks for it.</summary>
    /// <returns><see langword="null"/> when the queue is closed and empty.</returns>
    public SpanBatch? Take()
    {
        lock (_lock)
        {
            var due = Environment.TickCount64 + settings.ScheduleDelay;
            while (_full.Count == 0)
            {
                var left = due - Environment.TickCount64;
                if (_open.Count > 0 && (left <= 0 || _wanted > _taken || _isClosed))
                    Seal();
                else if (_isClosed)
                    return null;
                else if (left <= 0)
                    due += settings.ScheduleDelay - left;
                else
                    Monitor.Wait(_lock, (int)left);
            }
            var batch = _full.Dequeue();
            _queued -= batch.Count;
            _taken += batch.Count;
            return batch;
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
            var target = _received;
            var due = Environment.TickCount64 + timeout;
            _wanted = Math.Max(_wanted, target);
            Monitor.PulseAll(_lock);
            while (_finished < target)
            {
                var left = timeout < 0 ? int.MaxValue : due - Environment.TickCount64;
                if (left <= 0 || !Monitor.Wait(_lock, (int)left) && timeout >= 0)
                    return _finished >= target;
            }
            return true;
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

    private bool IsFull => Volatile.Read(ref _queued) >= settings.MaxQueueSize || Volatile.Read(ref _isClosed);

    private void Seal()
    {
        _full.Enqueue(_open);
        _open = _spare.Count > 0 ? _spare.Pop() : new SpanBatch();
        Monitor.PulseAll(_lock);
    }
}
