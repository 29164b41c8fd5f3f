namespace AutoInstr.Agent.Configuration;

/// <summary>One of the signals, as settings and messages name it.</summary>
/// <param name="Name">Its name: <c>traces</c>, <c>metrics</c> or <c>logs</c>.</param>
/// <param name="Data">What is sent, in messages.</param>
/// <param name="Item">What is counted of it.</param>
/// <param name="Batch">What the variables of its batch processor begin with.</param>
/// <param name="Service">OTLP's gRPC service for it, as part of the full name.</param>
internal sealed record Signal(string Name, string Data, string Item, string Batch, string Service)
{
    /// <summary>Spans.</summary>
    public static Signal Traces { get; } = new("traces", "spans", "span", "OTEL_BSP_", "trace.v1.TraceService");

    /// <summary>Measurements, aggregated.</summary>
    public static Signal Metrics { get; } = new("metrics", "metrics", "data point", "", "metrics.v1.MetricsService");

    /// <summary>What the application logs.</summary>
    public static Signal Logs { get; } = new("logs", "logs", "log record", "OTEL_BLRP_", "logs.v1.LogsService");

    /// <summary>What is counted of it, in the plural.</summary>
    public string Items { get; } = Item + "s";

    /// <summary>Its name as part of a variable's: <c>TRACES</c>.</summary>
    public string Variable { get; } = Name.ToUpperInvariant();

    /// <summary>Where receivers of OTLP over HTTP take it: <c>v1/traces</c>.</summary>
    public string Path { get; } = "v1/" + Name;

    /// <summary>Where receivers of OTLP over gRPC take it.</summary>
    public string GrpcPath { get; } = $"/opentelemetry.proto.collector.{Service}/Export";
}
