using AutoInstr.Viewer.Model;
using Google.Protobuf;

namespace AutoInstr.Viewer;

/// <summary>The data points a receiver keeps, by series. Bounded: the oldest points leave first, and a series with its last one. Safe for
/// any number of threads.</summary>
/// <param name="maxPoints">How many data points are kept.</param>
/// <param name="maxBytes">How many bytes of data points are kept, measured as they are encoded in protobuf.</param>
public sealed class MetricStore(int maxPoints, long maxBytes = long.MaxValue)
{
    private readonly object _gate = new();
    private readonly Queue<StoredSeries> _byAge = new();
    private readonly Dictionary<SeriesKey, StoredSeries> _series = [];
    private MetricSeries[]? _snapshot;
    private long _seen;
    private long _bytes;
    private long _evicted;

    /// <summary>How many data points had to leave, or could not be kept, because of the bounds.</summary>
    public long EvictedPoints
    {
        get
        {
            lock (_gate)
                return _evicted;
        }
    }

    /// <summary>How many data points are kept.</summary>
    public int Points
    {
        get
        {
            lock (_gate)
                return _byAge.Count;
        }
    }

    /// <summary>The series kept, in the order in which they were first seen. A snapshot: the same object until more come.</summary>
    internal IReadOnlyList<MetricSeries> Series
    {
        get
        {
            lock (_gate)
                return _snapshot ??= [.. _series.Values.OrderBy(static series => series.Number).Select(static series => series.ToSeries())];
        }
    }

    /// <summary>Takes the data points of one request.</summary>
    internal void Add(IReadOnlyList<MetricPoint> points)
    {
        // A request has few resources and many points.
        var resources = new Dictionary<AttributeMap, string>(ReferenceEqualityComparer.Instance);
        lock (_gate)
        {
            foreach (var point in points)
            {
                if (!resources.TryGetValue(point.Resource, out var resource))
                    resources.Add(point.Resource, resource = AttributeText.Of(point.Resource));
                Add(point, new SeriesKey(point.Instrument, resource, AttributeText.Of(point.Attributes)));
            }
            _snapshot = null;
        }
    }

    private void Add(MetricPoint point, SeriesKey key)
    {
        while (_byAge.Count > 0 && (_byAge.Count >= maxPoints || _bytes + point.WireSize > maxBytes))
            EvictOldest();
        if (point.WireSize > maxBytes)
        {
            _evicted++;
            return;
        }
        if (!_series.TryGetValue(key, out var series))
            _series.Add(key, series = new StoredSeries(key, point, _seen++));
        series.Points.Enqueue((point.Data, point.WireSize));
        _byAge.Enqueue(series);
        _bytes += point.WireSize;
    }

    private void EvictOldest()
    {
        var series = _byAge.Dequeue();
        _bytes -= series.Points.Dequeue().Bytes;
        _evicted++;
        if (series.Points.Count == 0)
            _series.Remove(series.Key);
    }

    /// <summary>What tells series apart, resource and attributes as texts.</summary>
    private readonly record struct SeriesKey(MetricInstrument Instrument, string Resource, string Attributes);

    /// <summary>A series with what it takes.</summary>
    private sealed class StoredSeries(SeriesKey key, MetricPoint first, long number)
    {
        public SeriesKey Key { get; } = key;

        public long Number { get; } = number;

        public Queue<(IMessage Data, int Bytes)> Points { get; } = new();

        public MetricSeries ToSeries() => new(Key.Instrument, first.Resource, first.Attributes, [.. Points.Select(static p => p.Data)]);
    }
}
