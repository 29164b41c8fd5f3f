namespace AutoInstr.Agent.Configuration;

/// <summary>The metrics signal.</summary>
internal sealed record MetricsSettings
{
    private readonly IReadOnlyList<ReaderSettings>? _readers;
    private readonly CardinalityLimits? _cardinalityLimits;

    /// <summary>OTEL_DOTNET_AUTO_METRICS_ENABLED.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>OTEL_METRICS_EXPORTER, in order, without repetition; empty for <c>none</c>.</summary>
    public IReadOnlyList<string> Exporters { get; init; } = ["otlp"];

    /// <summary>OTEL_EXPORTER_OTLP_*, the ones for metrics first.</summary>
    public OtlpSettings Otlp { get; init; } = new();

    /// <summary>OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: <c>cumulative</c>, <c>delta</c> or <c>lowmemory</c>.</summary>
    public string Temporality { get; init; } = "cumulative";

    /// <summary>OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION: whether histograms have exponential buckets where nothing
    /// else is said of them.</summary>
    public bool ExponentialHistograms { get; init; }

    /// <summary>OTEL_METRIC_EXPORT_INTERVAL: milliseconds between two exports.</summary>
    public int ExportInterval { get; init; } = 60000;

    /// <summary>OTEL_METRIC_EXPORT_TIMEOUT: milliseconds one export may take.</summary>
    public int ExportTimeout { get; init; } = 30000;

    /// <summary>OTEL_METRICS_EXEMPLAR_FILTER: <c>trace_based</c>, <c>always_on</c> or <c>always_off</c>.</summary>
    public string ExemplarFilter { get; init; } = "trace_based";

    /// <summary>OTEL_EXPORTER_PROMETHEUS_HOST: where the scrape endpoint listens; <c>*</c> is every interface.</summary>
    public string PrometheusHost { get; init; } = "localhost";

    /// <summary>OTEL_EXPORTER_PROMETHEUS_PORT.</summary>
    public int PrometheusPort { get; init; } = 9464;

    /// <summary>OTEL_DOTNET_AUTO_METRICS_ADDITIONAL_SOURCES: further meters; a trailing <c>*</c> stands for any ending.</summary>
    public IReadOnlyList<string> AdditionalMeters { get; init; } = [];

    /// <summary>AUTOINSTR_METRICS_CARDINALITY_LIMIT: series that one instrument may have; what is more is put together in one.</summary>
    public int CardinalityLimit { get; init; } = CardinalityLimits.Usual;

    /// <summary>Whether somebody has set it.</summary>
    public bool IsCardinalityLimitSet { get; init; }

    /// <summary>Series that instruments may have, by their types.</summary>
    public CardinalityLimits CardinalityLimits
    {
        get => _cardinalityLimits ??
            new CardinalityLimits(CardinalityLimit, new Dictionary<string, int>()) { IsSet = IsCardinalityLimitSet };
        init => _cardinalityLimits = value;
    }

    /// <summary>The ways out: those of a configuration file, or one for each name in <see cref="Exporters"/>.</summary>
    public IReadOnlyList<ReaderSettings> Readers
    {
        get => _readers ?? Each(Exporters);
        init => _readers = value;
    }

    /// <summary>The views of a configuration file.</summary>
    public IReadOnlyList<ViewSettings> Views { get; init; } = [];

    /// <summary>Which meters are listened to, of those that there are reasons to listen to; <see langword="null"/> for all.</summary>
    public ScopeRules<bool>? Meters { get; init; }

    /// <summary>Whether an instrumentation is on, by its upper-case id
    /// (OTEL_DOTNET_AUTO_[METRICS_[{ID}_]]INSTRUMENTATION_ENABLED).</summary>
    public Func<string, bool> IsInstrumentationEnabled { get; init; } = static _ => true;

    /// <summary>Whether there are plug-ins, which may export metrics too.</summary>
    public bool HasPlugins { get; init; }

    /// <summary>Whether metrics go anywhere.</summary>
    public bool AreExported => Enabled && (Readers.Count > 0 || HasPlugins);

    /// <summary>Whether the metrics of an instrumentation go anywhere, by its upper-case id.</summary>
    public bool Measures(string id) => AreExported && IsInstrumentationEnabled(id);

    /// <summary>Whether the scrape endpoint can listen there, as far as the name tells.</summary>
    public static bool IsHost(string name) => name is "*" or "+" || Uri.CheckHostName(name) != UriHostNameType.Unknown;

    /// <summary>Reads these settings. What only one exporter needs is read when that exporter is asked for.</summary>
    /// <param name="reader">The environment.</param>
    public static MetricsSettings Read(SettingReader reader)
    {
        var defaults = new MetricsSettings();
        var exporters = reader.Names("OTEL_METRICS_EXPORTER", defaults.Exporters, "otlp", "console", "prometheus");
        var settings = new MetricsSettings
        {
            Enabled = reader.Boolean("OTEL_DOTNET_AUTO_METRICS_ENABLED", true),
            Exporters = exporters,
            ExportInterval = reader.Integer("OTEL_METRIC_EXPORT_INTERVAL", defaults.ExportInterval, 1),
            ExportTimeout = reader.Timeout("OTEL_METRIC_EXPORT_TIMEOUT", defaults.ExportTimeout),
            ExemplarFilter = reader.Choice(
                "OTEL_METRICS_EXEMPLAR_FILTER", defaults.ExemplarFilter, "trace_based", "always_on", "always_off"),
            AdditionalMeters = reader.List("OTEL_DOTNET_AUTO_METRICS_ADDITIONAL_SOURCES"),
            CardinalityLimit = reader.Integer(
                "AUTOINSTR_METRICS_CARDINALITY_LIMIT", defaults.CardinalityLimit, 1, CardinalityLimits.MostSeries),
            IsCardinalityLimitSet = reader.Text("AUTOINSTR_METRICS_CARDINALITY_LIMIT") is not null,
            IsInstrumentationEnabled = reader.InstrumentationSwitches(Signal.Metrics),
        };
        if (SettingReader.Contains(exporters, "otlp"))
            settings = ReadOtlp(reader, settings);
        return SettingReader.Contains(exporters, "prometheus") ? ReadPrometheus(reader, settings) : settings;
    }

    private ReaderSettings[] Each(IReadOnlyList<string> exporters)
    {
        var readers = new ReaderSettings[exporters.Count];
        for (var i = 0; i < readers.Length; i++)
            readers[i] = new ReaderSettings
            {
                Exporter = exporters[i],
                Otlp = Otlp,
                Interval = ExportInterval,
                Timeout = ExportTimeout,
                // The variable is the OTLP exporter's alone.
                Temporality = exporters[i] == "otlp" ? Temporality : "cumulative",
                Prometheus = new PrometheusSettings { Host = PrometheusHost, Port = PrometheusPort },
            };
        return readers;
    }

    private static MetricsSettings ReadOtlp(SettingReader reader, MetricsSettings settings) => settings with
    {
        Otlp = OtlpSettings.Read(reader, Signal.Metrics),
        Temporality = reader.Choice(
            "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", settings.Temporality, "cumulative", "delta", "lowmemory"),
        ExponentialHistograms = reader.Choice(
            "OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION", "explicit_bucket_histogram",
            "explicit_bucket_histogram", "base2_exponential_bucket_histogram") == "base2_exponential_bucket_histogram",
    };

    private static MetricsSettings ReadPrometheus(SettingReader reader, MetricsSettings settings)
    {
        const string host = "OTEL_EXPORTER_PROMETHEUS_HOST";
        var name = reader.Text(host) ?? settings.PrometheusHost;
        if (!IsHost(name))
        {
            reader.Replaced(host, name, "is neither a host's name nor an address", settings.PrometheusHost);
            name = settings.PrometheusHost;
        }
        return settings with
        {
            PrometheusHost = name,
            PrometheusPort = reader.Integer("OTEL_EXPORTER_PROMETHEUS_PORT", settings.PrometheusPort, 1, ushort.MaxValue),
        };
    }
}
