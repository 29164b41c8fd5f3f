using AutoInstr.Viewer.Decoding;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace AutoInstr.Viewer.Transport;

/// <summary>Where requests of one signal arrive, over either transport.</summary>
/// <param name="GrpcService">The full name of the gRPC service, whose only method is Export.</param>
/// <param name="HttpPath">The path of OTLP/HTTP.</param>
/// <param name="Type">What its requests are.</param>
/// <param name="Parser">Makes its requests from protobuf.</param>
internal sealed record SignalEndpoint(string GrpcService, string HttpPath, MessageDescriptor Type, MessageParser Parser)
{
    /// <summary>All that a receiver serves.</summary>
    public static IReadOnlyList<SignalEndpoint> All { get; } =
    [
        Of("opentelemetry.proto.collector.trace.v1.TraceService", "/v1/traces", Otlp.ExportTraceServiceRequest.Parser),
        Of("opentelemetry.proto.collector.metrics.v1.MetricsService", "/v1/metrics", Otlp.ExportMetricsServiceRequest.Parser),
        Of("opentelemetry.proto.collector.logs.v1.LogsService", "/v1/logs", Otlp.ExportLogsServiceRequest.Parser),
    ];

    /// <summary>Decodes a request in protobuf.</summary>
    /// <exception cref="InvalidProtocolBufferException">It is malformed or nested too deeply.</exception>
    /// <exception cref="InvalidDataException">It consists of too many messages.</exception>
    public IMessage Parse(ReadOnlySpan<byte> encoded)
    {
        MessageBudget.Check(encoded, Type);
        return Parser.ParseFrom(encoded);
    }

    /// <summary>Decodes a request in JSON.</summary>
    /// <exception cref="FormatException">It is malformed or nested too deeply.</exception>
    /// <exception cref="InvalidDataException">It consists of too many messages.</exception>
    public IMessage ParseJson(ReadOnlySpan<byte> json)
    {
        var request = Parser.ParseFrom(ReadOnlySpan<byte>.Empty);
        OtlpJsonReader.Read(json, request);
        return request;
    }

    private static SignalEndpoint Of<T>(string grpcService, string httpPath, MessageParser<T> parser)
        where T : IMessage<T>, new() => new(grpcService, httpPath, new T().Descriptor, parser.WithDiscardUnknownFields(true));
}
