using Google.Protobuf;

namespace AutoInstr.Viewer.Transport;

/// <summary>Where requests of one signal arrive, over either transport.</summary>
/// <param name="GrpcService">The full name of the gRPC service, whose only method is Export.</param>
/// <param name="HttpPath">The path of OTLP/HTTP.</param>
/// <param name="Parser">Makes its requests from protobuf.</param>
internal sealed record SignalEndpoint(string GrpcService, string HttpPath, MessageParser Parser)
{
    /// <summary>All that a receiver serves.</summary>
    public static IReadOnlyList<SignalEndpoint> All { get; } =
    [
        Of("opentelemetry.proto.collector.trace.v1.TraceService", "/v1/traces", Otlp.ExportTraceServiceRequest.Parser),
        Of("opentelemetry.proto.collector.metrics.v1.MetricsService", "/v1/metrics", Otlp.ExportMetricsServiceRequest.Parser),
        Of("opentelemetry.proto.collector.logs.v1.LogsService", "/v1/logs", Otlp.ExportLogsServiceRequest.Parser),
    ];

    private static SignalEndpoint Of<T>(string grpcService, string httpPath, MessageParser<T> parser)
        where T : IMessage<T> => new(grpcService, httpPath, parser.WithDiscardUnknownFields(true));
}
