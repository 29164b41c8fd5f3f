namespace AutoInstr.Agent.Configuration;

/// <summary>One way of spans or log records out of the process: a queue, a thread, and the exporter behind it.</summary>
internal sealed record ProcessorSettings
{
    /// <summary>The exporter: <c>otlp</c>, <c>console</c>, or of spans <c>zipkin</c>.</summary>
    public string Exporter { get; init; } = "otlp";

    /// <summary>Of the OTLP exporter.</summary>
    public OtlpSettings Otlp { get; init; } = new();

    /// <summary>Where Zipkin takes spans.</summary>
    public Endpoint ZipkinEndpoint { get; init; } = new() { Host = "localhost", Port = 9411, Path = "/api/v2/spans" };

    /// <summary>How long a request to Zipkin may take.</summary>
    public TimeSpan ZipkinTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Queue, batch and times.</summary>
    public BatchSettings Batch { get; init; } = new();

    /// <summary>The exporters of some processors, in order, for messages.</summary>
    public static string Names(IReadOnlyList<ProcessorSettings> processors)
    {
        var names = new string[processors.Count];
        for (var i = 0; i < names.Length; i++)
            names[i] = processors[i].Exporter;
        return string.Join(", ", names);
    }
}
