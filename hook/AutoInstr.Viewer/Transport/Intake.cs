using AutoInstr.Viewer.Decoding;
using Google.Protobuf;

namespace AutoInstr.Viewer.Transport;

/// <summary>Where both transports end: stores what a request carries, tells who listens, and makes the answer.</summary>
/// <param name="store">Where spans go and everything is counted.</param>
/// <param name="received">Told of every request, after its spans are stored and before it is answered.</param>
internal sealed class Intake(TraceStore store, Action<ReceivedBatch> received)
{
    /// <summary>Takes a decoded request.</summary>
    /// <param name="request">The export request of a signal.</param>
    /// <param name="origin">How it came.</param>
    /// <returns>The signal's export response.</returns>
    public IMessage Accept(IMessage request, RequestOrigin origin) => request switch
    {
        Otlp.ExportTraceServiceRequest traces => Accept(traces, origin),
        Otlp.ExportMetricsServiceRequest metrics => Accept(metrics, origin),
        Otlp.ExportLogsServiceRequest logs => Accept(logs, origin),
        _ => throw new ArgumentException($"{request.Descriptor.FullName} is no export request", nameof(request)),
    };

    private Otlp.ExportTraceServiceResponse Accept(Otlp.ExportTraceServiceRequest request, RequestOrigin origin)
    {
        var (spans, rejected) = SpanDecoder.Decode(request);
        store.Add(spans, rejected);
        received(Batch(Signal.Traces, spans.Count + rejected, request, origin) with { Spans = spans, Rejected = rejected });

        var response = new Otlp.ExportTraceServiceResponse();
        if (rejected > 0)
        {
            response.PartialSuccess = new Otlp.ExportTracePartialSuccess
            {
                RejectedSpans = rejected,
                ErrorMessage = "spans were rejected: a trace id must be 16 bytes and a span id 8 bytes, not all of them zero",
            };
        }
        return response;
    }

    private Otlp.ExportMetricsServiceResponse Accept(Otlp.ExportMetricsServiceRequest request, RequestOrigin origin)
    {
        var count = request.ResourceMetrics.SelectMany(static r => r.ScopeMetrics).SelectMany(static s => s.Metrics).Sum(DataPoints);
        store.AddDataPoints(count);
        received(Batch(Signal.Metrics, count, request, origin));
        return new Otlp.ExportMetricsServiceResponse();
    }

    private Otlp.ExportLogsServiceResponse Accept(Otlp.ExportLogsServiceRequest request, RequestOrigin origin)
    {
        var count = request.ResourceLogs.SelectMany(static r => r.ScopeLogs).Sum(static s => s.LogRecords.Count);
        store.AddLogRecords(count);
        received(Batch(Signal.Logs, count, request, origin));
        return new Otlp.ExportLogsServiceResponse();
    }

    private static int DataPoints(Otlp.Metric metric) => metric.DataCase switch
    {
        Otlp.Metric.DataOneofCase.Gauge => metric.Gauge.DataPoints.Count,
        Otlp.Metric.DataOneofCase.Sum => metric.Sum.DataPoints.Count,
        Otlp.Metric.DataOneofCase.Histogram => metric.Histogram.DataPoints.Count,
        Otlp.Metric.DataOneofCase.ExponentialHistogram => metric.ExponentialHistogram.DataPoints.Count,
        Otlp.Metric.DataOneofCase.Summary => metric.Summary.DataPoints.Count,
        _ => 0,
    };

    private static ReceivedBatch Batch(Signal signal, int count, IMessage request, RequestOrigin origin) => new()
    {
        Signal = signal,
        Protocol = origin.Protocol,
        Headers = origin.Headers,
        ClientCertificateSubject = origin.ClientCertificateSubject,
        Count = count,
        Request = request,
    };
}
