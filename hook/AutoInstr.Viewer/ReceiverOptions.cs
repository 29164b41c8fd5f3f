namespace AutoInstr.Viewer;

/// <summary>Where an <see cref="OtlpReceiver"/> listens and how much it keeps.</summary>
public sealed record ReceiverOptions
{
    /// <summary>The address to listen on: an IP address, a host name, or <c>*</c> for every interface.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The port of OTLP/gRPC; 0 takes a free one.</summary>
    public int GrpcPort { get; init; } = 4317;

    /// <summary>The port of OTLP/HTTP; 0 takes a free one.</summary>
    public int HttpPort { get; init; } = 4318;

    /// <summary>A PEM file with the server's certificate (and its chain); with it both ports speak TLS.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>A PEM file with the certificate's private key; not needed when it is in <see cref="CertificateFile"/>.</summary>
    public string? KeyFile { get; init; }

    /// <summary>A PEM file with the authorities that may sign client certificates; with it every client needs one (mTLS).</summary>
    public string? ClientCaFile { get; init; }

    /// <summary>How many spans are kept. When there are more, the oldest traces leave.</summary>
    public int MaxSpans { get; init; } = 100_000;

    /// <summary>How many bytes of spans are kept, measured as they are encoded in protobuf.</summary>
    public long MaxBytes { get; init; } = 256L << 20;

    /// <summary>How many log records are kept. When there are more, the oldest leave.</summary>
    public int MaxLogRecords { get; init; } = 100_000;

    /// <summary>How many bytes of log records are kept, measured as they are encoded in protobuf.</summary>
    public long MaxLogBytes { get; init; } = 128L << 20;

    /// <summary>How many metric data points are kept. When there are more, the oldest leave.</summary>
    public int MaxDataPoints { get; init; } = 200_000;

    /// <summary>How many bytes of metric data points are kept, measured as they are encoded in protobuf.</summary>
    public long MaxMetricBytes { get; init; } = 128L << 20;

    /// <summary>How many bytes one request may have, compressed or not.</summary>
    public int MaxRequestBytes { get; init; } = 16 << 20;

    /// <summary>A receiver on free loopback ports, as tests want it.</summary>
    public static ReceiverOptions FreePorts { get; } = new() { GrpcPort = 0, HttpPort = 0 };
}
