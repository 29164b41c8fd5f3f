using AutoInstr.Agent.Configuration;

namespace AutoInstr.Agent.Exporters;

/// <summary>Encoded records between the threads that make them and the one that exports them.</summary>
internal abstract class BatchQueue : IDisposable
{
    /// <summary>Receivers of gRPC take no more than 4 MiB unless told to; what is left is for the resource and the scopes.</summary>
    private const int LargestBatch = 3_500_000;

    /// <summary>One to fill while another is sent. A burst needs more of them, which are not kept.</summary>
    private const int MostSpare = 2;

    /// <summary>Milliseconds for which a record may still change, so that it is left for the next export unless there is a hurry: longer
    /// than it takes to throw an exception for the first time, on a busy machine.</summary>
    protected const int LateChanges = 300;

    private readonly BatchSettings _settings;
    private readonly Action<Exception> _failed;
    private readonly object _lock = new();
    private readonly Queue<EncodedBatch> _full = new();
    private readonly Stack<EncodedBatch> _spare = new(MostSpare);
    private EncodedBatch _open = new();
    private long _due;
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

    /// <summary>Makes an empty one.</summary>
    /// <param name="settings">Sizes, and the time between two exports.</param>
    /// <param name="failed">Hears of the first record that could not be encoded.</param>
    protected BatchQueue(BatchSettings settings, Action<Exception> failed)
    {
        (_settings, _failed) = (settings, failed);
        _due = Environment.TickCount64 + settings.ScheduleDelay;
    }

    /// <summary>Records that the queue has room for.</summary>
    public int Capacity => _settings.MaxQueueSize;

    /// <summary>Records that were let in.</summary>
    public long Added => Volatile.Read(ref _added);

    /// <summary>Records that were let in and not taken out.</summary>
    public long Waiting
    {
        get
        {
            lock (_lock)
                return _added - _taken;
        }
    }

    /// <summary>Records that found the queue full.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Records that came after the queue was closed.</summary>
    public long Late => Volatile.Read(ref _late);

    /// <summary>Records that could not be encoded.</summary>
    public long Unencoded => Volatile.Read(ref _unencoded);

    /// <summary>Records that were let in, those included that are not encoded yet.</summary>
    public long LetIn
    {
        get
        {
            lock (_lock)
                return _added + Unqueued;
        }
    }

    /// <summary>Records that are not encoded yet.</summary>
    protected virtual int Unqueued => 0;

    private bool IsHurried => _asked > _drained || _isClosed;

    /// <summary>Waits for a batch: a full one, or what there is when its time has come or a flush asks for it.</summary>
    /// <returns><see langword="null"/> when the queue is closed and empty.</returns>
    public EncodedBatch? Next()
    {
        while (true)
        {
            long asked;
            bool isClosed, isHurried;
            lock (_lock)
            {
                while (_full.Count == 0 && !IsHurried && _due - Environment.TickCount64 is > 0 and var left)
                    Monitor.Wait(_lock, (int)left);
                if (TakeFull() is { } full)
                    return full;
                (asked, isClosed, isHurried) = (_asked, _isClosed, IsHurried);
            }
            var isEmpty = Drain(isHurried);
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
                _due = Environment.TickCount64 + (isEmpty ? _settings.ScheduleDelay : LateChanges);
            }
        }
    }

    /// <summary>Takes a batch back that was exported, with or without success.</summary>
    public void Return(EncodedBatch batch)
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
    public abstract void Dispose();

    /// <summary>Refuses a record, and counts it, when nothing more is let in.</summary>
    protected bool RefuseLate()
    {
        if (_isClosed)
            Interlocked.Increment(ref _late);
        return _isClosed;
    }

    /// <summary>Refuses a record, and counts it, when there is no room.</summary>
    protected bool RefuseFull()
    {
        if (_isFull)
            Interlocked.Increment(ref _dropped);
        return _isFull;
    }

    /// <summary>Encodes what is not encoded yet.</summary>
    /// <param name="all">Also what may still change.</param>
    /// <returns>Whether nothing was left.</returns>
    protected virtual bool Drain(bool all) => true;

    /// <summary>A record could not be encoded.</summary>
    protected void Failed(Exception exception)
    {
        if (Interlocked.Increment(ref _unencoded) == 1)
            _failed(exception);
    }

    /// <summary>Lets a record in, unless there is no room.</summary>
    /// <param name="scope">Where it is from.</param>
    /// <param name="encoder">Says how its scope is encoded.</param>
    /// <param name="record">The encoded record.</param>
    protected void Add(in RecordScope scope, RecordEncoder encoder, ReadOnlySpan<byte> record)
    {
        lock (_lock)
        {
            if (RefuseFull())
                return;
            // Counted from the start of the process, the first export would come while the application still starts.
            if (_added == 0)
                _due = Environment.TickCount64 + _settings.ScheduleDelay;
            if (_open.Count > 0 && _open.Length + record.Length > LargestBatch)
                Seal();
            _open.Add(in scope, encoder, record);
            _added++;
            _isFull = _added - _taken >= _settings.MaxQueueSize;
            if (_open.Count == _settings.MaxExportBatchSize)
                Seal();
        }
    }

    private EncodedBatch? TakeFull()
    {
        if (!_full.TryDequeue(out var batch))
            return null;
        _taken += batch.Count;
        _isFull = false;
        _due = Environment.TickCount64 + _settings.ScheduleDelay;
        return batch;
    }

    private void Seal()
    {
        _full.Enqueue(_open);
        _open = _spare.Count > 0 ? _spare.Pop() : new EncodedBatch();
        Monitor.PulseAll(_lock);
    }
}
