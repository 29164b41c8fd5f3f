using AutoInstr.Viewer.Model;

namespace AutoInstr.Viewer;

/// <summary>The log records a receiver keeps. Bounded: the oldest leave first. Safe for any number of threads.</summary>
/// <param name="maxRecords">How many records are kept.</param>
/// <param name="maxBytes">How many bytes of records are kept, measured as they are encoded in protobuf.</param>
public sealed class LogStore(int maxRecords, long maxBytes = long.MaxValue)
{
    private readonly object _gate = new();
    private readonly Queue<LogRecord> _records = new();
    private readonly Dictionary<string, Queue<LogRecord>> _byTrace = new(StringComparer.Ordinal);
    private LogRecord[]? _snapshot;
    private long _bytes;
    private long _evicted;

    /// <summary>The records kept, in the order received. A snapshot: the same object until more come.</summary>
    public IReadOnlyList<LogRecord> Records
    {
        get
        {
            lock (_gate)
                return _snapshot ??= [.. _records];
        }
    }

    /// <summary>How many records had to leave, or could not be kept, because of the bounds.</summary>
    public long EvictedRecords
    {
        get
        {
            lock (_gate)
                return _evicted;
        }
    }

    /// <summary>The records of a trace, in the order received.</summary>
    /// <param name="traceId">The trace's id: 32 lower-case hexadecimal digits.</param>
    public IReadOnlyList<LogRecord> Of(string traceId)
    {
        lock (_gate)
            return _byTrace.TryGetValue(traceId, out var records) ? [.. records] : [];
    }

    /// <summary>Takes the records of one request.</summary>
    internal void Add(IReadOnlyList<LogRecord> records)
    {
        lock (_gate)
        {
            foreach (var record in records)
                Add(record);
            _snapshot = null;
        }
    }

    private void Add(LogRecord record)
    {
        while (_records.Count > 0 && (_records.Count >= maxRecords || _bytes + record.WireSize > maxBytes))
            EvictOldest();
        if (record.WireSize > maxBytes)
        {
            _evicted++;
            return;
        }
        _records.Enqueue(record);
        _bytes += record.WireSize;
        if (record.TraceId.Length == 0)
            return;
        if (!_byTrace.TryGetValue(record.TraceId, out var ofTrace))
            _byTrace.Add(record.TraceId, ofTrace = new Queue<LogRecord>());
        ofTrace.Enqueue(record);
    }

    private void EvictOldest()
    {
        var oldest = _records.Dequeue();
        _bytes -= oldest.WireSize;
        _evicted++;
        if (oldest.TraceId.Length == 0)
            return;
        // The oldest record of all is the oldest one of its trace.
        var ofTrace = _byTrace[oldest.TraceId];
        ofTrace.Dequeue();
        if (ofTrace.Count == 0)
            _byTrace.Remove(oldest.TraceId);
    }
}
