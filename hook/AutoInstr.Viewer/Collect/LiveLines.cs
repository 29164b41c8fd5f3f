using System.Collections.Concurrent;
using AutoInstr.Viewer.Terminal;

namespace AutoInstr.Viewer.Collect;

/// <summary>Shows log records and metrics as they arrive: noted by the requests, written by one thread.</summary>
/// <param name="lines">How a line looks.</param>
/// <param name="shown">The signals that are wanted.</param>
internal sealed class LiveLines(SignalLines lines, IReadOnlyCollection<Signal> shown)
{
    /// <summary>How many requests wait for a terminal that is slower than what comes.</summary>
    private const int MaxWaiting = 1000;

    private readonly ConcurrentQueue<(ReceivedBatch Batch, DateTimeOffset At)> _waiting = new();
    private long _left;

    /// <summary>Notes a request.</summary>
    public void Note(ReceivedBatch batch)
    {
        if (batch.Signal == Signal.Traces || batch.Count == 0 || !shown.Contains(batch.Signal))
            return;
        if (_waiting.Count >= MaxWaiting)
            Interlocked.Add(ref _left, batch.Count);
        else
            _waiting.Enqueue((batch, DateTimeOffset.Now));
    }

    /// <summary>Writes what was noted.</summary>
    public void Show(TextWriter output)
    {
        while (_waiting.TryDequeue(out var next))
        {
            foreach (var record in next.Batch.LogRecords)
                output.Write(lines.Of(record));
            output.Write(lines.Of(next.Batch.Points, next.At));
        }
        if (Interlocked.Exchange(ref _left, 0) is > 0 and var left)
            output.Write($"… and {left} log records and data points that came faster than they could be written\n");
    }
}
