using AutoInstr.Agent.Configuration;

namespace AutoInstr.Agent.Exporters;

/// <summary>Where an exporter delivers to, as far as messages about it need to know.</summary>
/// <param name="Exporter">The exporter's name in OTEL_{SIGNAL}_EXPORTER.</param>
/// <param name="Address">The address as it may be shown: without user, password and query.</param>
internal sealed record ExportTarget(string Exporter, string Address)
{
    /// <summary>What is delivered.</summary>
    public Signal Signal { get; init; } = Signal.Traces;

    /// <summary>The protocol when the exporter has a choice: <c>grpc</c> or <c>http/protobuf</c>.</summary>
    public string? Protocol { get; init; }

    /// <summary>What set an OTLP exporter up; <see langword="null"/> for others.</summary>
    public OtlpSettings? Settings { get; init; }

    /// <summary>How long one request may take.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>Where batches that did not arrive are kept, to be sent later; <see langword="null"/> when they are not.</summary>
    public string? BufferDirectory { get; init; }

    /// <summary>Whether answers carry a gRPC status.</summary>
    public bool IsGrpc => Protocol == "grpc";
}
