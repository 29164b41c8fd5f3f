using System.Diagnostics;

namespace AutoInstr.Agent.Exporters;

/// <summary>The attempts to deliver one request: whether another one may follow, and how much later.</summary>
/// <param name="delivery">Whose request it is.</param>
internal sealed class Attempts(Delivery delivery)
{
    /// <summary>Where a request may take any time, its batch must not hold up the others for ever.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly TimeSpan _limit = delivery.Target.Timeout > TimeSpan.Zero ? delivery.Target.Timeout : Longest;
    private readonly Backoff _backoff = new();

    /// <summary>Whether another attempt may follow after an answer.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="wait">How long to wait for it.</param>
    public bool MayFollow(HttpResponseMessage response, out TimeSpan wait)
    {
        wait = default;
        return TransientFailure.Is(response, delivery.Target.IsGrpc, out var asked) && IsInTime(asked, out wait);
    }

    /// <summary>Whether another attempt may follow when there was no answer. When the process ends, nobody waits for a receiver that is
    /// not there.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="wait">How long to wait for it.</param>
    public bool MayFollow(HttpRequestException exception, out TimeSpan wait)
    {
        wait = default;
        return !delivery.Ending.IsCancellationRequested
            && exception.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.ResponseEnded
            && IsInTime(null, out wait);
    }

    private bool IsInTime(TimeSpan? asked, out TimeSpan wait)
    {
        wait = _backoff.Next(asked);
        var isInTime = Stopwatch.GetElapsedTime(_started) + wait < _limit;
        if (delivery.Ending.IsCancellationRequested && wait.TotalMilliseconds > Backoff.First)
            wait = TimeSpan.FromMilliseconds(Backoff.First);
        return isInTime;
    }
}
