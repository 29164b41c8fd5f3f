namespace AutoInstr.Agent.Exporters;

/// <summary>How long to wait for the next attempt: longer and longer, unless the receiver says how long.</summary>
internal sealed class Backoff
{
    /// <summary>The shortest wait, in milliseconds.</summary>
    public const double First = 500;

    private const double Longest = 5000;

    private double _wait = First;

    /// <summary>The next wait.</summary>
    /// <param name="asked">How long the receiver asks to wait, where it does.</param>
    public TimeSpan Next(TimeSpan? asked)
    {
        // Many processes that lost the same receiver must not come back at the same moment.
        var milliseconds = _wait * (0.8 + (0.4 * Random.Shared.NextDouble()));
        _wait = Math.Min(2 * _wait, Longest);
        return asked is { } time && time > TimeSpan.Zero ? time : TimeSpan.FromMilliseconds(milliseconds);
    }
}
