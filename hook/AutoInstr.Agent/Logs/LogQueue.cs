using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Exporters;

namespace AutoInstr.Agent.Logs;

/// <summary>Log records between the threads that log and the one that exports them, encoded at once: what they hold may change.</summary>
/// <param name="settings">Sizes, and the time between two exports.</param>
/// <param name="createEncoder">Makes an encoder.</param>
/// <param name="failed">Hears of a record that could not be encoded.</param>
internal sealed class LogQueue(BatchSettings settings, Func<LogEncoder> createEncoder, Action<Exception> failed)
    : BatchQueue(settings, failed)
{
    private readonly EncoderLanes<EncoderLane<LogEncoder>, LogEncoder> _lanes = new(_ => new EncoderLane<LogEncoder>(createEncoder));

    /// <summary>Takes a log record.</summary>
    public void Offer(in LogEntry entry)
    {
        if (RefuseLate() || RefuseFull())
            return;
        var lane = _lanes.Enter();
        try
        {
            Add(new RecordScope(entry.Category, entry.Category, null), lane.Encoder, lane.Encoder.Encode(in entry));
        }
        catch (Exception exception)
        {
            Failed(exception);
        }
        finally
        {
            lane.Exit();
        }
    }

    /// <inheritdoc/>
    public override void Dispose() => _lanes.Dispose();
}
