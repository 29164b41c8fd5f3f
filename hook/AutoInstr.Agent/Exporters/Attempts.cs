using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;

namespace AutoInstr.Agent.Exporters;

/// <summary>The attempts to deliver one request: whether another one may follow, and how much later.</summary>
/// <param name="delivery">Whose request it is.</param>
internal sealed class Attempts(Delivery delivery)
{
    private const double FirstWait = 500;
    private const double LongestWait = 5000;

    /// <summary>Where a request may take any time, its batch must not hold up the others for ever.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly TimeSpan _limit = delivery.Target.Timeout > TimeSpan.Zero ? delivery.Target.Timeout : Longest;
    private double _wait = FirstWait;

    /// <summary>Whether another attempt may follow after an answer.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="wait">How long to wait for it.</param>
    public bool MayFollow(HttpResponseMessage response, out TimeSpan wait)
    {
        wait = default;
        if (!response.IsSuccessStatusCode)
            return response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway
                or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
                && IsInTime(Asked(response.Headers.RetryAfter), out wait);
        return delivery.Target.IsGrpc && MayFollowGrpc(response.Headers, out wait);
    }

    /// <summary>Whether another attempt may follow when there was no answer. When the process ends, nobody waits for a receiver that is
    /// not there.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="wait">How long to wait for it.</param>
    public bool MayFollow(HttpRequestException exception, out TimeSpan wait)
    {
        wait = default;
        return !delivery.Ending.IsCompleted
            && exception.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.ResponseEnded
            && IsInTime(null, out wait);
    }

    /// <summary>An error without a message has its status in place of a trailer, as servers send it.</summary>
    private bool MayFollowGrpc(HttpResponseHeaders headers, out TimeSpan wait)
    {
        var status = FailureReason.Value(headers, "grpc-status");
        var asked = FailureReason.Value(headers, "grpc-status-details-bin") is { } details ? OtlpExport.RetryDelay(details) : null;
        wait = default;
        // Cancelled, deadline exceeded, aborted, out of range, unavailable, data loss; resource exhausted if the server says until when.
        return (status is "1" or "4" or "10" or "11" or "14" or "15" || (status == "8" && asked != null)) && IsInTime(asked, out wait);
    }

    private bool IsInTime(TimeSpan? asked, out TimeSpan wait)
    {
        // Many processes that lost the same receiver must not come back at the same moment.
        var milliseconds = _wait * (0.8 + (0.4 * Random.Shared.NextDouble()));
        _wait = Math.Min(2 * _wait, LongestWait);
        wait = asked is { } time && time > TimeSpan.Zero ? time : TimeSpan.FromMilliseconds(milliseconds);
        var isInTime = Stopwatch.GetElapsedTime(_started) + wait < _limit;
        if (delivery.Ending.IsCompleted && wait.TotalMilliseconds > FirstWait)
            wait = TimeSpan.FromMilliseconds(FirstWait);
        return isInTime;
    }

    private static TimeSpan? Asked(RetryConditionHeaderValue? header) => header?.Delta ?? header?.Date - DateTimeOffset.UtcNow;
}
