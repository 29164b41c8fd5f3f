using AutoInstr.Viewer.Decoding;
using Google.Protobuf;

namespace AutoInstr.Viewer.Transport;

/// <summary>Where both transports end: stores what a request carries, tells who listens, and makes the answer.</summary>
/// <param name="store">Where it goes.</param>
/// <param name="received">Told of every request, after it is stored and before it is answered.</param>
internal sealed class Intake(TelemetryStore store, Action<ReceivedBatch> received)
{
    /// <summary>Takes a decoded request.</summary>
    /// <param name="request">The export request of a signal.</param>
    /// <param name="origin">How it came.</param>
    /// <returns>The signal's export response.</returns>
    public IMessage Accept(IMessage request, RequestOrigin origin)
    {
        var decoded = DecodedRequest.Of(request);
        store.Add(decoded);
        received(new ReceivedBatch
        {
            Signal = decoded.Signal,
            Protocol = origin.Protocol,
            Headers = origin.Headers,
            ClientCertificateSubject = origin.ClientCertificateSubject,
            Count = decoded.Count,
            Rejected = decoded.RejectedSpans,
            Spans = decoded.Spans,
            LogRecords = decoded.LogRecords,
            Points = decoded.Points,
            Request = request,
        });
        return decoded.Signal switch
        {
            Signal.Metrics => new Otlp.ExportMetricsServiceResponse(),
            Signal.Logs => new Otlp.ExportLogsServiceResponse(),
            _ => new Otlp.ExportTraceServiceResponse { PartialSuccess = PartialSuccess(decoded.RejectedSpans) },
        };
    }

    private static Otlp.ExportTracePartialSuccess? PartialSuccess(int rejected) => rejected == 0 ? null : new()
    {
        RejectedSpans = rejected,
        ErrorMessage = "spans were rejected: a trace id must be 16 bytes and a span id 8 bytes, not all of them zero",
    };
}
