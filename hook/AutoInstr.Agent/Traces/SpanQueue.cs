using System.Diagnostics;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Exporters;

namespace AutoInstr.Agent.Traces;

/// <summary>Spans between the threads that end them and the one that exports them: the last few as they are, all others encoded.</summary>
/// <param name="settings">Sizes, and the time between two exports.</param>
/// <param name="createEncoder">Makes an encoder.</param>
/// <param name="failed">Hears of a span that could not be encoded.</param>
internal sealed class SpanQueue(BatchSettings settings, Func<SpanEncoder> createEncoder, Action<Exception> failed)
    : BatchQueue(settings, failed)
{
    /// <summary>Longer than a library needs, even of a busy application.</summary>
    private const int MostRecent = 4;

    private readonly EncoderLanes<SpanLane, SpanEncoder> _lanes = new(
        stays => new SpanLane(createEncoder, stays ? Math.Min(MostRecent, settings.MaxExportBatchSize / 2) : 0));

    /// <inheritdoc/>
    protected override int Unqueued => _lanes.All.Sum(static lane => lane.Count);

    /// <summary>Takes a span that ended.</summary>
    public void Offer(Activity span)
    {
        var lane = _lanes.Enter();
        try
        {
            if (!RefuseLate() && lane.Exchange(span) is { } oldest)
                Encode(lane, oldest);
        }
        finally
        {
            lane.Exit();
        }
    }

    /// <inheritdoc/>
    public override void Dispose() => _lanes.Dispose();

    /// <inheritdoc/>
    protected override bool Drain(bool all)
    {
        var lateChanges = all ? TimeSpan.Zero : TimeSpan.FromMilliseconds(LateChanges);
        var isEmpty = true;
        foreach (var lane in _lanes.All)
        {
            var wait = new SpinWait();
            while (!lane.TryEnter())
                wait.SpinOnce();
            try
            {
                foreach (var span in lane.Drain(lateChanges))
                    Encode(lane, span);
                isEmpty &= lane.Count == 0;
            }
            finally
            {
                lane.Exit();
            }
        }
        return isEmpty;
    }

    private void Encode(SpanLane lane, Activity span)
    {
        if (RefuseFull())
            return;
        try
        {
            Add(new RecordScope(span.Source, span.Source.Name, span.Source.Version), lane.Encoder, lane.Encoder.Encode(span));
        }
        catch (Exception exception)
        {
            Failed(exception);
        }
    }
}
