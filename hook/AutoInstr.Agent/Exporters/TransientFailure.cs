using System.Net;
using System.Net.Http.Headers;

namespace AutoInstr.Agent.Exporters;

/// <summary>Which failures pass, so that the same request may be taken later: https://opentelemetry.io/docs/specs/otlp/#failures.</summary>
internal static class TransientFailure
{
    /// <summary>Whether an answer says so.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="isGrpc">Whether it carries a gRPC status.</param>
    /// <param name="asked">How long the receiver asks to wait, where it does.</param>
    public static bool Is(HttpResponseMessage response, bool isGrpc, out TimeSpan? asked)
    {
        asked = null;
        if (response.IsSuccessStatusCode)
            return isGrpc && IsGrpcs(response.Headers, out asked);
        asked = Asked(response.Headers.RetryAfter);
        return response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway
            or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
    }

    /// <summary>An error without a message has its status in place of a trailer, as servers send it.</summary>
    private static bool IsGrpcs(HttpResponseHeaders headers, out TimeSpan? asked)
    {
        var status = FailureReason.Value(headers, "grpc-status");
        asked = FailureReason.Value(headers, "grpc-status-details-bin") is { } details ? OtlpExport.RetryDelay(details) : null;
        // Cancelled, deadline exceeded, aborted, out of range, unavailable, data loss; resource exhausted if the server says until when.
        return status is "1" or "4" or "10" or "11" or "14" or "15" || (status == "8" && asked != null);
    }

    private static TimeSpan? Asked(RetryConditionHeaderValue? header) => header?.Delta ?? header?.Date - DateTimeOffset.UtcNow;
}
