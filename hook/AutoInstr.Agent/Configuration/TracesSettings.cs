namespace AutoInstr.Agent.Configuration;

/// <summary>The traces signal.</summary>
internal sealed record TracesSettings
{
    /// <summary>OTEL_DOTNET_AUTO_TRACES_ENABLED.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>OTEL_TRACES_EXPORTER, in order, without repetition; empty for <c>none</c>.</summary>
    public IReadOnlyList<string> Exporters { get; init; } = ["otlp"];

    /// <summary>OTEL_EXPORTER_OTLP_*, the ones for traces first.</summary>
    public OtlpSettings Otlp { get; init; } = new();

    /// <summary>OTEL_EXPORTER_ZIPKIN_ENDPOINT.</summary>
    public Uri ZipkinEndpoint { get; init; } = new("http://localhost:9411/api/v2/spans");

    /// <summary>OTEL_EXPORTER_ZIPKIN_TIMEOUT, in milliseconds.</summary>
    public TimeSpan ZipkinTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>OTEL_TRACES_SAMPLER.</summary>
    public string Sampler { get; init; } = "parentbased_always_on";

    /// <summary>OTEL_TRACES_SAMPLER_ARG for the ratio samplers, 0 to 1.</summary>
    public double SamplerRatio { get; init; } = 1;

    /// <summary>OTEL_BSP_*.</summary>
    public BatchSettings Batch { get; init; } = new();

    /// <summary>OTEL_SPAN_*_LIMIT and the general ones.</summary>
    public LimitSettings Limits { get; init; } = new();

    /// <summary>OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES; a trailing <c>*</c> stands for any ending.</summary>
    public IReadOnlyList<string> AdditionalSources { get; init; } = [];

    /// <summary>OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_LEGACY_SOURCES: operation names of activities made without a source.</summary>
    public IReadOnlyList<string> AdditionalLegacySources { get; init; } = [];

    /// <summary>Whether an instrumentation is on, by its upper-case id (OTEL_DOTNET_AUTO_[TRACES_[{ID}_]]INSTRUMENTATION_ENABLED).</summary>
    public Func<string, bool> IsInstrumentationEnabled { get; init; } = static _ => true;

    /// <summary>Server and client HTTP spans: what is left out, and which headers are captured.</summary>
    public HttpSettings Http { get; init; } = new();

    /// <summary>OTEL_DOTNET_AUTO_GRAPHQL_SET_DOCUMENT.</summary>
    public bool GraphQlSetDocument { get; init; }
}

/// <summary>The OTLP exporter.</summary>
internal sealed record OtlpSettings
{
    /// <summary>Complete address: for http/protobuf with the signal's path.</summary>
    public Uri Endpoint { get; init; } = new("http://localhost:4318/v1/traces");

    /// <summary>Whether the protocol is grpc; otherwise it is http/protobuf.</summary>
    public bool IsGrpc { get; init; }

    /// <summary>Headers, percent-decoded, in order. Never logged.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>How long one export may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether requests are compressed with gzip.</summary>
    public bool Gzip { get; init; }

    /// <summary>PEM file of the authorities that are trusted instead of the system's, or <see langword="null"/>.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>PEM file of the client's certificate, or <see langword="null"/>.</summary>
    public string? ClientCertificateFile { get; init; }

    /// <summary>PEM file of the client's key, or <see langword="null"/>.</summary>
    public string? ClientKeyFile { get; init; }
}

/// <summary>The batch span processor (OTEL_BSP_*).</summary>
internal sealed record BatchSettings
{
    /// <summary>Milliseconds between two exports.</summary>
    public int ScheduleDelay { get; init; } = 5000;

    /// <summary>Milliseconds one export may take.</summary>
    public int ExportTimeout { get; init; } = 30000;

    /// <summary>Spans kept while waiting.</summary>
    public int MaxQueueSize { get; init; } = 2048;

    /// <summary>Spans in one export.</summary>
    public int MaxExportBatchSize { get; init; } = 512;
}

/// <summary>Limits on a span; <see langword="null"/> means none. They hold for every exporter.</summary>
internal sealed record LimitSettings
{
    /// <summary>Characters of a string value.</summary>
    public int? AttributeValueLength { get; init; }

    /// <summary>Attributes of a span.</summary>
    public int? AttributeCount { get; init; } = 128;

    /// <summary>Events of a span.</summary>
    public int? EventCount { get; init; } = 128;

    /// <summary>Links of a span.</summary>
    public int? LinkCount { get; init; } = 128;

    /// <summary>Attributes of an event.</summary>
    public int? EventAttributeCount { get; init; } = 128;

    /// <summary>Attributes of a link.</summary>
    public int? LinkAttributeCount { get; init; } = 128;
}

/// <summary>HTTP spans.</summary>
internal sealed record HttpSettings
{
    /// <summary>Regular expressions of request URLs that make no server span (AUTOINSTR_EXCLUDED_URLS).</summary>
    public IReadOnlyList<string> ExcludedUrls { get; init; } = [];

    /// <summary>Lower-case names of headers captured on server spans, from the request.</summary>
    public IReadOnlyList<string> ServerRequestHeaders { get; init; } = [];

    /// <summary>Lower-case names of headers captured on server spans, from the response.</summary>
    public IReadOnlyList<string> ServerResponseHeaders { get; init; } = [];

    /// <summary>Lower-case names of headers captured on client spans, from the request.</summary>
    public IReadOnlyList<string> ClientRequestHeaders { get; init; } = [];

    /// <summary>Lower-case names of headers captured on client spans, from the response.</summary>
    public IReadOnlyList<string> ClientResponseHeaders { get; init; } = [];

    /// <summary>Regular expressions of header names whose captured value is replaced by <c>[REDACTED]</c>.</summary>
    public IReadOnlyList<string> SanitizedHeaders { get; init; } = [];
}
