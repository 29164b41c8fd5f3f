namespace AutoInstr.Agent.Exporters;

/// <summary>What did not get out of the process on one way.</summary>
/// <param name="Target">Where the way leads.</param>
internal sealed record Losses(ExportTarget Target)
{
    /// <summary>Items that found the queue full.</summary>
    public long Full { get; init; }

    /// <summary>Items that could not be delivered.</summary>
    public long Undelivered { get; init; }

    /// <summary>Items that were on their way when the time was up.</summary>
    public long OnTheirWay { get; init; }

    /// <summary>Items that came after the last export.</summary>
    public long Late { get; init; }

    private long All => Full + Undelivered + OnTheirWay + Late;

    /// <summary>All of a process' losses in one line.</summary>
    /// <returns><see langword="null"/> when nothing was lost.</returns>
    public static string? Line(IEnumerable<Losses> losses)
    {
        var ways = losses.Where(static way => way.All > 0).Select(static way => way.ToString()).ToList();
        return ways.Count == 0 ? null : "lost on the way out: " + string.Join("; ", ways);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        List<string> reasons = [];
        Add(Full, $"found the queue full ({Target.Signal.Batch}MAX_QUEUE_SIZE)");
        Add(Undelivered, "could not be delivered");
        Add(OnTheirWay, "were still under way");
        Add(Late, "came too late for the last export");
        return $"{All} {(All == 1 ? Target.Signal.Item : Target.Signal.Items)} to {Target.Exporter} ({string.Join(", ", reasons)})";

        void Add(long count, string reason)
        {
            if (count > 0)
                reasons.Add($"{count} {reason}");
        }
    }
}
