using System.Diagnostics.Metrics;

namespace AutoInstr.Agent.Metrics;

/// <summary>Measurements from before the SDK was there, in order: a short job may have done all its work by then.</summary>
/// <param name="busy">Hears once that the application is at work, from within its call.</param>
internal sealed class EarlyMeasurements(Action busy)
{
    /// <summary>Many times what a starting application measures; what is more is lost.</summary>
    private const int Most = 10_000;

    /// <summary>More than an application measures while it starts: from here on it has something to do, and to keep that takes memory which
    /// only a full garbage collection gives back.</summary>
    private const int MostOfStart = 200;

    private readonly List<Action> _kept = [];
    private readonly List<Instrument> _completed = [];
    private bool _isOver;

    /// <summary>Keeps a measurement.</summary>
    /// <param name="instrument">What measured.</param>
    /// <param name="value">The value.</param>
    /// <param name="tags">The tags, which are copied.</param>
    /// <param name="record">Records it, later.</param>
    /// <returns>Whether it is kept; otherwise the SDK is there.</returns>
    public bool Keep<T>(
        Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags, MeasurementCallback<T> record)
        where T : struct
    {
        lock (_kept)
        {
            if (!_isOver && _kept.Count < Most)
            {
                if (_kept.Count == MostOfStart)
                    busy();
                var copy = tags.ToArray();
                _kept.Add(() => record(instrument, value, copy, null));
            }
            return !_isOver;
        }
    }

    /// <summary>Keeps in mind that an instrument is gone, as a meter may be before its measurements are recorded.</summary>
    /// <returns>Whether it does; otherwise the SDK is there.</returns>
    public bool Complete(Instrument instrument)
    {
        lock (_kept)
        {
            if (!_isOver)
                _completed.Add(instrument);
            return !_isOver;
        }
    }

    /// <summary>Records what was kept, and keeps nothing more.</summary>
    /// <param name="complete">Is told which instruments are gone.</param>
    public void Release(Action<Instrument> complete)
    {
        lock (_kept)
        {
            _isOver = true;
            _kept.ForEach(static record => record());
            _completed.ForEach(complete);
            _kept.Clear();
            _kept.TrimExcess();
            _completed.Clear();
        }
    }
}
