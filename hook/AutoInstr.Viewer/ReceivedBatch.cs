using AutoInstr.Viewer.Model;
using Google.Protobuf;

namespace AutoInstr.Viewer;

/// <summary>What a request carries.</summary>
public enum Signal
{
    /// <summary>Spans.</summary>
    Traces,
    /// <summary>Metric data points.</summary>
    Metrics,
    /// <summary>Log records.</summary>
    Logs,
}

/// <summary>How a request came.</summary>
public enum OtlpProtocol
{
    /// <summary>OTLP/gRPC.</summary>
    Grpc,
    /// <summary>OTLP/HTTP with binary protobuf.</summary>
    HttpProtobuf,
    /// <summary>OTLP/HTTP with JSON.</summary>
    HttpJson,
}

/// <summary>One export request that was accepted, wholly or in part.</summary>
public sealed record ReceivedBatch
{
    /// <summary>What it carries.</summary>
    public required Signal Signal { get; init; }

    /// <summary>How it came.</summary>
    public required OtlpProtocol Protocol { get; init; }

    /// <summary>The request's headers; names are compared without case, repeated ones are joined by a comma.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The subject of the client's certificate, or <see langword="null"/> when it showed none.</summary>
    public string? ClientCertificateSubject { get; init; }

    /// <summary>How many spans, data points or log records it has, rejected ones included.</summary>
    public required int Count { get; init; }

    /// <summary>How many of them were invalid and are not kept.</summary>
    public int Rejected { get; init; }

    /// <summary>The valid spans, in the order sent; none for another signal.</summary>
    public IReadOnlyList<Span> Spans { get; init; } = [];

    /// <summary>The log records, in the order sent; none for another signal.</summary>
    public IReadOnlyList<LogRecord> LogRecords { get; init; } = [];

    /// <summary>The metric data points, in the order sent; none for another signal.</summary>
    internal IReadOnlyList<MetricPoint> Points { get; init; } = [];

    /// <summary>The request as it was decoded.</summary>
    internal IMessage Request { get; init; } = new Otlp.ExportTraceServiceRequest();
}
