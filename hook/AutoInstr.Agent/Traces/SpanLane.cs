using System.Diagnostics;
using AutoInstr.Agent.Exporters;

namespace AutoInstr.Agent.Traces;

/// <summary>One of the ways into the queue: the last spans that ended there, and the encoder for those before them.</summary>
/// <remarks>
/// A library may add to a span right after it ended; MySqlConnector says only then that a command failed. So a span is encoded when
/// some more have ended, or when it is time to export and it did not end just now.
/// </remarks>
/// <param name="createEncoder">Makes the encoder when there is something to encode.</param>
/// <param name="recent">How many spans wait: a longer row would be alive at each collection, which the collector takes for a reason to let
/// the heap grow by megabytes.</param>
internal sealed class SpanLane(Func<SpanEncoder> createEncoder, int recent) : EncoderLane<SpanEncoder>(createEncoder)
{
    private readonly Activity?[] _recent = new Activity?[recent];
    private int _oldest;

    /// <summary>How many spans wait.</summary>
    public int Count => _recent.Count(static span => span is not null);

    /// <summary>Hands out what waits, in the order in which it came.</summary>
    /// <param name="lateChanges">How long ago a span must have ended: what ended later goes on waiting.</param>
    public IEnumerable<Activity> Drain(TimeSpan lateChanges)
    {
        var now = DateTime.UtcNow;
        for (var i = 0; i < _recent.Length; i++)
        {
            var oldest = _recent[_oldest];
            var isLeft = oldest is not null && IsWithin(lateChanges, now - oldest.StartTimeUtc - oldest.Duration);
            if (Exchange(isLeft ? oldest : null) is { } span && !isLeft)
                yield return span;
        }
    }

    /// <summary>Lets a span wait, or nothing.</summary>
    /// <returns>The span that has waited longest, which is to be encoded; <see langword="null"/> when there is none.</returns>
    public Activity? Exchange(Activity? span)
    {
        if (_recent.Length == 0)
            return span;
        var oldest = _recent[_oldest];
        _recent[_oldest] = span;
        _oldest = _oldest + 1 == _recent.Length ? 0 : _oldest + 1;
        return oldest;
    }

    /// <summary>An end that its library put into the future is not waited for.</summary>
    private static bool IsWithin(TimeSpan lateChanges, TimeSpan sinceEnd) => sinceEnd >= TimeSpan.Zero && sinceEnd < lateChanges;
}
