namespace AutoInstr.Agent.Configuration;

/// <summary>One way of metrics out of the process: what collects them, how, and the exporter behind it.</summary>
internal sealed record ReaderSettings
{
    /// <summary>The exporter: <c>otlp</c>, <c>console</c> or <c>prometheus</c>.</summary>
    public string Exporter { get; init; } = "otlp";

    /// <summary>Of the OTLP exporter.</summary>
    public OtlpSettings Otlp { get; init; } = new();

    /// <summary>Milliseconds between two exports.</summary>
    public int Interval { get; init; } = 60000;

    /// <summary>Milliseconds one export may take.</summary>
    public int Timeout { get; init; } = 30000;

    /// <summary>What values count from: <c>cumulative</c>, <c>delta</c> or <c>lowmemory</c>.</summary>
    public string Temporality { get; init; } = "cumulative";

    /// <summary>The scrape endpoint.</summary>
    public PrometheusSettings Prometheus { get; init; } = new();
}
