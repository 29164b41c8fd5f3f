using AutoInstr.Viewer.Model;
using Google.Protobuf;

namespace AutoInstr.Viewer.Decoding;

/// <summary>What an export request of any signal carries.</summary>
internal sealed record DecodedRequest
{
    /// <summary>The request as it was received.</summary>
    public required IMessage Request { get; init; }

    /// <summary>What it carries.</summary>
    public required Signal Signal { get; init; }

    /// <summary>The valid spans.</summary>
    public IReadOnlyList<Span> Spans { get; init; } = [];

    /// <summary>How many spans were invalid.</summary>
    public int RejectedSpans { get; init; }

    /// <summary>The data points.</summary>
    public IReadOnlyList<MetricPoint> Points { get; init; } = [];

    /// <summary>The log records.</summary>
    public IReadOnlyList<LogRecord> LogRecords { get; init; } = [];

    /// <summary>How many spans, data points or log records it has, invalid ones included.</summary>
    public int Count => Spans.Count + RejectedSpans + Points.Count + LogRecords.Count;

    /// <summary>Decodes a request.</summary>
    /// <exception cref="ArgumentException">It is no export request.</exception>
    public static DecodedRequest Of(IMessage request)
    {
        switch (request)
        {
            case Otlp.ExportTraceServiceRequest traces:
                var (spans, rejected) = SpanDecoder.Decode(traces);
                return new DecodedRequest { Request = request, Signal = Signal.Traces, Spans = spans, RejectedSpans = rejected };
            case Otlp.ExportMetricsServiceRequest metrics:
                return new DecodedRequest { Request = request, Signal = Signal.Metrics, Points = MetricDecoder.Decode(metrics) };
            case Otlp.ExportLogsServiceRequest logs:
                return new DecodedRequest { Request = request, Signal = Signal.Logs, LogRecords = LogDecoder.Decode(logs) };
            default:
                throw new ArgumentException($"{request.Descriptor.FullName} is no export request", nameof(request));
        }
    }
}
