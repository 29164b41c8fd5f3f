using System.Diagnostics;
using AutoInstr.Agent.Configuration;

namespace AutoInstr.Agent.Exporters;

/// <summary>Spans between the threads that end them and the one that exports them: the last few as they are, all others encoded.</summary>
/// <remarks>
/// A library may add to a span right after it ended; MySqlConnector says only then that a command failed. So a span is encoded
/// when some more have ended, by whoever ended the last one, or when it is time to export.
/// </remarks>
/// <param name="settings">Sizes, and the time between two exports.</param>
internal sealed class SpanQueue(BatchSettings settings)
{
    /// <summary>Receivers of gRPC take no more than 4 MiB unless told to; what is left is for the resource and the scopes.</summary>
    private const int LargestBatch = 3_500_000;

    /// <summary>Longer than a library needs, even of a busy application. With four times as many the collector promotes what is alive
    /// each time, and the heap grows by megabytes until the next generation is collected.</summary>
    private const int MostRecent = 8;

    /// <summary>As many as a queue of the usual size is made of: what a burst needed would be garbage after it, and new for the
    /// next.</summary>
    private const int MostSpare = 4;

    private readonly object _lock = new();
    private readonly int _mostRecent = Math.Min(MostRecent, settings.MaxExportBatchSize / 2);
    private readonly Queue<Activity> _recent = new();
    private readonly Queue<SpanBatch> _full = new();
    private readonly Stack<SpanBatch> _spare = new(MostSpare);
    private SpanBatch _open = new();
    private long _due = Environment.TickCount64 + settings.ScheduleDelay;
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

    /// <summary>Takes a span that ended, or drops it when the queue is full.</summary>
    /// <returns>The span that is to be encoded now and given to <see cref="Add"/> or <see cref="Lose"/>.</returns>
    public Activity? Offer(Activity span)
    {
        lock (_lock)
        {
            if (_isClosed || _received - _taken >= settings.MaxQueueSize)
            {
                _dropped++;
                return null;
            }
            _received++;
            if (_mostRecent == 0)
                return span;
            _recent.Enqueue(span);
            return _recent.Count > _mostRecent ? _recent.Dequeue() : null;
        }
    }

    /// <summary>Adds an encoded span to the next batch.</summary>
    public void Add(ActivitySource source, SpanEncoder encoder, ReadOnlySpan<byte> span)
    {
        lock (_lock)
        {
            if (_open.Count > 0 && _open.Length + span.Length > LargestBatch)
                Seal();
            _open.Add(source, encoder, span);
            if (_open.Count == settings.MaxExportBatchSize)
                Seal();
            else if (IsHurried)
                Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Notes that a span could not be encoded.</summary>
    public void Lose()
    {
        lock (_lock)
        {
            _taken++;
            _finished++;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Waits for something to do: a full batch, or what there is when its time has come or a flush asks for it.</summary>
    /// <returns>A <see cref="SpanBatch"/> to export, an <see cref="Activity"/> to encode before, or <see langword="null"/> when the
    /// queue is closed and empty.</returns>
    public object? Next()
    {
        lock (_lock)
        {
            while (_full.Count == 0)
            {
                var left = _due - Environment.TickCount64;
                if (left <= 0 || IsHurried)
                {
                    if (_recent.TryDequeue(out var span))
                        return span;
                    if (_open.Count > 0)
                    {
                        Seal();
                        continue;
                    }
                    if (_isClosed && _taken == _received)
                        return null;
                    if (left <= 0)
                        _due = Environment.TickCount64 + (left = settings.ScheduleDelay);
                }
                Monitor.Wait(_lock, (int)left);
            }
            var batch = _full.Dequeue();
            _taken += batch.Count;
            _due = Environment.TickCount64 + settings.ScheduleDelay;
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
                var left = timeout < 0 ? Timeout.Infinite : (int)Math.Max(0, due - Environment.TickCount64);
                if (left == 0 || !Monitor.Wait(_lock, left))
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

    private bool IsHurried => _wanted > _taken || _isClosed;

    private void Seal()
    {
        _full.Enqueue(_open);
        _open = _spare.Count > 0 ? _spare.Pop() : new SpanBatch();
        Monitor.PulseAll(_lock);
    }
}
