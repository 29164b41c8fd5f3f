namespace AutoInstr.Agent.Configuration;

/// <summary>One of the signals, as settings and messages name it.</summary>
/// <param name="Name">Its name: <c>traces</c>, <c>metrics</c> or <c>logs</c>.</param>
/// <param name="Data">What is sent, in messages.</param>
/// <param name="Item">What is counted of it.</param>
/// <param name="Batch">What the variables of its batch processor begin with.</param>
internal sealed record Signal(string Name, string Data, string Item, string Batch)
{
    /// <summary>Spans.</summary>
    public static Signal Traces { get; } = new("traces", "spans", "span", "OTEL_BSP_");

    /// <summary>Measurements, aggregated.</summary>
    public static Signal Metrics { get; } = new("metrics", "metrics", "data point", "");

    /// <summary>What the application logs.</summary>
    public static Signal Logs { get; } = new("logs", "logs", "log record", "OTEL_BLRP_");

    /// <summary>What is counted of it, in the plural.</summary>
    public string Items { get; } = Item + "s";

    /// <summary>Its name as part of a variable's: <c>TRACES</c>.</summary>
    public string Variable { get; } = Name.ToUpperInvariant();

    /// <summary>Where receivers of OTLP over HTTP take it: <c>v1/traces</c>.</summary>
    public string Path { get; } = "v1/" + Name;
}
