namespace AutoInstr.Agent.Configuration;

/// <summary>The traces signal.</summary>
internal sealed record TracesSettings
{
    private const string SamplerVariable = "OTEL_TRACES_SAMPLER";

    private readonly IReadOnlyList<ProcessorSettings>? _processors;

    /// <summary>OTEL_DOTNET_AUTO_TRACES_ENABLED.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>OTEL_TRACES_EXPORTER, in order, without repetition; empty for <c>none</c>.</summary>
    public IReadOnlyList<string> Exporters { get; init; } = ["otlp"];

    /// <summary>OTEL_EXPORTER_OTLP_*, the ones for traces first.</summary>
    public OtlpSettings Otlp { get; init; } = new();

    /// <summary>OTEL_EXPORTER_ZIPKIN_ENDPOINT.</summary>
    public Endpoint ZipkinEndpoint { get; init; } = new() { Host = "localhost", Port = 9411, Path = "/api/v2/spans" };

    /// <summary>OTEL_EXPORTER_ZIPKIN_TIMEOUT, in milliseconds.</summary>
    public TimeSpan ZipkinTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>OTEL_TRACES_SAMPLER.</summary>
    public string Sampler { get; init; } = "parentbased_always_on";

    /// <summary>OTEL_TRACES_SAMPLER_ARG for the ratio samplers, 0 to 1.</summary>
    public double SamplerRatio { get; init; } = 1;

    /// <summary>AUTOINSTR_MAX_TRACES_PER_SECOND; <see langword="null"/> for any number.</summary>
    public int? MaxTracesPerSecond { get; init; }

    /// <summary>OTEL_BSP_*.</summary>
    public BatchSettings Batch { get; init; } = new();

    /// <summary>The ways out: those of a configuration file, or one for each name in <see cref="Exporters"/>.</summary>
    public IReadOnlyList<ProcessorSettings> Processors
    {
        get => _processors ?? Each(Exporters);
        init => _processors = value;
    }

    /// <summary>The sampler of a configuration file; <see langword="null"/> where <see cref="Sampler"/> names one.</summary>
    public SamplerSettings? SamplerOfFile { get; init; }

    /// <summary>Which sources are listened to, of those that there are reasons to listen to; <see langword="null"/> for all.</summary>
    public ScopeRules<bool>? Tracers { get; init; }

    /// <summary>OTEL_SPAN_*_LIMIT and the general ones.</summary>
    public LimitSettings Limits { get; init; } = new();

    /// <summary>OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES; a trailing <c>*</c> stands for any ending.</summary>
    public IReadOnlyList<string> AdditionalSources { get; init; } = [];

    /// <summary>OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_LEGACY_SOURCES: operation names of activities made without a source.</summary>
    public IReadOnlyList<string> AdditionalLegacySources { get; init; } = [];

    /// <summary>Whether an instrumentation is on, by its upper-case id
    /// (OTEL_DOTNET_AUTO_[TRACES_[{ID}_]]INSTRUMENTATION_ENABLED).</summary>
    public Func<string, bool> IsInstrumentationEnabled { get; init; } = static _ => true;

    /// <summary>Whether there are plug-ins, which may export spans too.</summary>
    public bool HasPlugins { get; init; }

    /// <summary>Whether spans go anywhere.</summary>
    public bool AreExported => Enabled && (Processors.Count > 0 || HasPlugins);

    /// <summary>Server and client HTTP spans: what is left out, and which headers are captured.</summary>
    public HttpSettings Http { get; init; } = new();

    /// <summary>OTEL_DOTNET_AUTO_GRAPHQL_SET_DOCUMENT.</summary>
    public bool GraphQlSetDocument { get; init; }

    /// <summary>Reads these settings. What only one exporter needs is read when that exporter is asked for.</summary>
    /// <param name="reader">The environment.</param>
    public static TracesSettings Read(SettingReader reader)
    {
        var defaults = new TracesSettings();
        var exporters = reader.Names("OTEL_TRACES_EXPORTER", defaults.Exporters, "otlp", "console", "zipkin");
        var zipkin = SettingReader.Contains(exporters, "zipkin");
        var sampler = ReadSampler(reader, defaults.Sampler);
        return new TracesSettings
        {
            Enabled = reader.Boolean("OTEL_DOTNET_AUTO_TRACES_ENABLED", true),
            Exporters = exporters,
            Otlp = SettingReader.Contains(exporters, "otlp") ? OtlpSettings.Read(reader, Signal.Traces) : defaults.Otlp,
            ZipkinEndpoint = zipkin ? ReadZipkinEndpoint(reader, defaults.ZipkinEndpoint) : defaults.ZipkinEndpoint,
            ZipkinTimeout = zipkin ? TimeSpan.FromMilliseconds(reader.Timeout("OTEL_EXPORTER_ZIPKIN_TIMEOUT", 10000))
                : defaults.ZipkinTimeout,
            Sampler = sampler,
            SamplerRatio = ReadRatio(reader, sampler),
            MaxTracesPerSecond = reader.OptionalInteger("AUTOINSTR_MAX_TRACES_PER_SECOND", null, 1, 1_000_000),
            Batch = BatchSettings.Read(reader, Signal.Traces, defaults.Batch),
            Limits = LimitSettings.Read(reader),
            AdditionalSources = reader.List("OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES"),
            AdditionalLegacySources = reader.List("OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_LEGACY_SOURCES"),
            IsInstrumentationEnabled = reader.InstrumentationSwitches(Signal.Traces),
            Http = HttpSettings.Read(reader),
            GraphQlSetDocument = reader.Boolean("OTEL_DOTNET_AUTO_GRAPHQL_SET_DOCUMENT", false),
        };
    }

    private ProcessorSettings[] Each(IReadOnlyList<string> exporters)
    {
        var processors = new ProcessorSettings[exporters.Count];
        for (var i = 0; i < processors.Length; i++)
            processors[i] = new ProcessorSettings
            {
                Exporter = exporters[i],
                Otlp = Otlp,
                ZipkinEndpoint = ZipkinEndpoint,
                ZipkinTimeout = ZipkinTimeout,
                Batch = Batch,
            };
        return processors;
    }

    private static string ReadSampler(SettingReader reader, string fallback)
    {
        const string name = SamplerVariable;
        if (reader.Text(name)?.ToLowerInvariant() is ("jaeger_remote" or "parentbased_jaeger_remote" or "xray") and var remote)
        {
            reader.Replaced(name, remote, "asks a server how to sample, which is not supported", fallback);
            return fallback;
        }
        return reader.Choice(
            name,
            fallback,
            "always_on",
            "always_off",
            "traceidratio",
            "parentbased_always_on",
            "parentbased_always_off",
            "parentbased_traceidratio");
    }

    private static double ReadRatio(SettingReader reader, string sampler)
    {
        const string name = "OTEL_TRACES_SAMPLER_ARG";
        if (sampler.EndsWith("traceidratio", StringComparison.Ordinal))
            return reader.Ratio(name, 1);
        if (reader.Text(name) is not null)
            reader.Report(name, string.Equals(reader.Text(SamplerVariable) ?? sampler, sampler, StringComparison.OrdinalIgnoreCase)
                ? $"is for the samplers traceidratio and parentbased_traceidratio; the sampler is {sampler}, and takes none"
                : $"is left out with the sampler of {SamplerVariable}");
        return 1;
    }

    private static Endpoint ReadZipkinEndpoint(SettingReader reader, Endpoint fallback)
    {
        const string name = "OTEL_EXPORTER_ZIPKIN_ENDPOINT";
        var text = reader.Text(name);
        if (text is null)
            return fallback;
        if (Endpoint.TryParse(text, isEncrypted: false, defaultPort: 9411, out var endpoint))
            return endpoint;
        reader.Replaced(name, Endpoint.Redact(text), "is not an http or https address", fallback.Address);
        return fallback;
    }
}
