using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using AutoInstr.Agent.Configuration;

namespace AutoInstr.Agent.Exporters;

/// <summary>Why a request did not deliver, in words for whoever operates the application, with what to look at.</summary>
internal static class FailureReason
{
    private const int MaxServerText = 200;

    /// <summary>The reason when there was no answer.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="target">Where the request went.</param>
    /// <param name="hasDelivered">Whether an earlier request went well.</param>
    /// <param name="isStopping">Whether the process was ending.</param>
    public static string Of(Exception exception, ExportTarget target, bool hasDelivered, bool isStopping) => exception switch
    {
        OperationCanceledException when isStopping => "the process ended before there was an answer",
        OperationCanceledException => $"no answer within {target.Timeout.TotalMilliseconds} ms",
        HttpRequestException { InnerException: SocketException socket } => OfSocket(socket),
        HttpRequestException request => OfRequest(request, target, hasDelivered),
        _ => $"{exception.GetType().Name}: {exception.Message}",
    };

    /// <summary>The reason in an answer, or <see langword="null"/> when it says that everything was taken.</summary>
    public static string? Of(HttpResponseMessage response, ExportTarget target)
    {
        if (!response.IsSuccessStatusCode)
            return OfStatus(response, target);
        if (target.IsGrpc)
            return OfGrpc(response, target);
        return response.Content.Headers.ContentType?.MediaType == "text/html"
            ? "the answer is a web page; is this the address of a receiver?"
            : null;
    }

    /// <summary>A receiver's own words, of which only so many are shown.</summary>
    public static string Shortened(string text) => text.Length > MaxServerText ? text[..MaxServerText] + "..." : text;

    /// <summary>The value of a header or trailer as it came, or <see langword="null"/>.</summary>
    public static string? Value(HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) && values.Count > 0 ? values.ToString() : null;

    private static string OfSocket(SocketException exception) => exception.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "connection refused; is a receiver running there?",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "the host's name is not known",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => "the host cannot be reached",
        SocketError.TimedOut => "the host does not answer",
        _ => "no connection: " + exception.Message,
    };

    private static string OfRequest(
        HttpRequestException exception, ExportTarget target, bool hasDelivered) => exception.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => "the host's name is not known",
            HttpRequestError.SecureConnectionError =>
                $"no TLS connection: {exception.GetBaseException().Message}; check {Named(target, "CERTIFICATE", "tls.ca_file")}, " +
                "or write http:// for a receiver without TLS",
            // What exactly arrives depends on who closes the connection first; the reason must not, or it would be told twice.
            _ when hasDelivered => "the connection broke",
            _ when target.Protocol is not null => $"the receiver does not speak {target.Protocol}; {ProtocolAdvice(target)}",
            _ => exception.GetBaseException().Message,
        };

    private static string OfStatus(HttpResponseMessage response, ExportTarget target)
    {
        var code = (int)response.StatusCode;
        var status = $"HTTP status {code} {response.ReasonPhrase ?? response.StatusCode.ToString()}";
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => $"{status}; check {Named(target, "HEADERS", "headers")}",
            HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed when target.Protocol is not null && !target.IsGrpc =>
                $"{status}; check the path: {PathAdvice(target)}{OrNone(target)}",
            HttpStatusCode.RequestEntityTooLarge when target.Signal.Batch.Length > 0 =>
                $"{status}; lower {(IsOfFile(target) ? "max_export_batch_size" : target.Signal.Batch + "MAX_EXPORT_BATCH_SIZE")}",
            HttpStatusCode.RequestEntityTooLarge => status,
            _ when code is >= 300 and < 400 => status + "; redirects are not followed",
            _ when code is >= 400 and < 500 && code is not (408 or 429) && target.Protocol is not null =>
                $"{status}; {ProtocolAdvice(target)}",
            _ => status,
        };
    }

    /// <summary>gRPC's own status, which comes as a trailer, or as a header when there is nothing else.</summary>
    private static string? OfGrpc(HttpResponseMessage response, ExportTarget target)
    {
        var status = Value(response.TrailingHeaders, "grpc-status") ?? Value(response.Headers, "grpc-status");
        if (status == "0")
            return null;
        if (status is null)
            return "the answer has no gRPC status; is this the address of a receiver that speaks grpc?";
        var message = Value(response.TrailingHeaders, "grpc-message") ?? Value(response.Headers, "grpc-message") ?? "";
        message = Shortened(Uri.UnescapeDataString(message));
        var advice = status switch
        {
            "7" or "16" => $"; check {Named(target, "HEADERS", "headers")}",
            "12" => $"; is this the address of a receiver of {target.Signal.Name}?" + OrNone(target),
            _ => "",
        };
        return "gRPC status " + status + (message.Length > 0 ? $" ({message})" : "") + advice;
    }

    private static bool IsOfFile(ExportTarget target) => target.Settings?.Section is not null;

    /// <summary>The setting to look at, as whoever configures knows it. Zipkin's exporter has none of them.</summary>
    private static string Named(ExportTarget target, string variable, string property) =>
        target.Settings?.Named(variable, property) ?? "the receiver";

    private static string PathAdvice(ExportTarget target) => IsOfFile(target)
        ? Named(target, "ENDPOINT", "endpoint") + " is used as it is"
        : $"OTEL_EXPORTER_OTLP_ENDPOINT gets {target.Signal.Path} appended, {OtlpSettings.Variable(target.Signal, "ENDPOINT")} does not";

    /// <summary>There are receivers that take traces alone.</summary>
    private static string OrNone(ExportTarget target) => target.Signal == Signal.Traces ? ""
        : $"; {(IsOfFile(target) ? "leave the exporter out" : $"OTEL_{target.Signal.Variable}_EXPORTER=none")} for one that takes no " +
            target.Signal.Data;

    private static string ProtocolAdvice(ExportTarget target)
    {
        var (name, port, section) = target.IsGrpc ? ("http/protobuf", 4318, "otlp_http") : ("grpc", 4317, "otlp_grpc");
        return $"a receiver for {name} usually listens on port {port} and needs " +
            (IsOfFile(target) ? section : "OTEL_EXPORTER_OTLP_PROTOCOL=" + name);
    }
}
