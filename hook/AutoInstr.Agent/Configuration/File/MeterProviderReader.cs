namespace AutoInstr.Agent.Configuration.File;

/// <summary>Metrics.</summary>
internal static class MeterProviderReader
{
    private const string LeftOut = "the reader is left out";

    /// <summary>The types of instruments.</summary>
    public static string[] InstrumentTypes { get; } =
    [
        "counter", "gauge", "histogram", "observable_counter", "observable_gauge", "observable_up_down_counter", "up_down_counter",
    ];

    /// <summary>Reads it.</summary>
    /// <param name="file">The root; without a provider nothing is measured.</param>
    /// <param name="distribution">What this agent alone has.</param>
    /// <param name="instrumentation">What is instrumented.</param>
    public static MetricsSettings Read(FileSection file, DistributionSettings distribution, InstrumentationSettings instrumentation)
    {
        var settings = new MetricsSettings
        {
            Exporters = [],
            AdditionalMeters = instrumentation.AdditionalMeters,
            IsInstrumentationEnabled = instrumentation.Metrics,
        };
        return file.Child("meter_provider", "MeterProvider", settings, section =>
        {
            if (!section.Has("readers"))
                section.Missing("readers", "no metrics are exported");
            var readers = ReadReaders(section, distribution);
            return settings with
            {
                HasPlugins = distribution.Plugins.Count > 0,
                Readers = [.. readers.Select(static reader => reader.Settings)],
                ExponentialHistograms = Same(
                    readers, "exporter", "the default_histogram_aggregation of the first reader holds for all; it is used",
                    static reader => reader.Exponential) is true,
                CardinalityLimits = Same(
                    readers, "cardinality_limits", "the limits of the first reader hold for all; they are used",
                    static reader => reader.Limits) ?? Limits(CardinalityLimits.Usual, new Dictionary<string, int>()),
                ExemplarFilter = section.Choice(
                    "exemplar_filter", settings.ExemplarFilter, "trace_based", "always_on", "always_off"),
                Views = section.Children("views", "View", ViewReader.Read),
                Meters = ScopeRulesReader.Read(section, "Meter", ScopeRulesReader.Enabled, true),
            };
        });
    }

    private static List<FoundReader> ReadReaders(FileSection provider, DistributionSettings distribution)
    {
        var otlp = new OtlpReader(Signal.Metrics, distribution);
        return provider.Children("readers", "MetricReader", section => section.One(
            "a reader", "it is left out",
            ("periodic", "PeriodicMetricReader", periodic => ReadCommon(periodic, ReadPush(periodic, otlp))),
            ("pull", "PullMetricReader", static pull => ReadCommon(pull, ReadPull(pull)))),
            mayBeEmpty: distribution.Plugins.Count > 0);
    }

    /// <summary>The SDK aggregates for all readers alike: what the first one says that says something.</summary>
    private static T? Same<T>(List<FoundReader> readers, string name, string message, Func<FoundReader, T> select)
    {
        var asking = readers.Where(reader => select(reader) is not null).ToList();
        if (asking.Count == 0)
            return default;
        var first = select(asking[0]);
        foreach (var other in asking.Skip(1).Where(other => select(other)!.ToString() != first!.ToString()))
            other.Section.Refuse(name, message);
        return first;
    }

    private static FoundReader? ReadCommon(FileSection section, FoundReader? reader)
    {
        section.Refuse("producers", "are not supported; they are left out");
        var limits = section.Child<CardinalityLimits?>("cardinality_limits", "CardinalityLimits", null, ReadLimits);
        if (!section.Has("exporter"))
            section.Missing("exporter", LeftOut);
        return reader is null ? null : reader with { Limits = limits };
    }

    private static CardinalityLimits ReadLimits(FileSection section)
    {
        var general = section.Integer("default", CardinalityLimits.Usual, 1, CardinalityLimits.MostSeries);
        var byType = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var type in InstrumentTypes)
        {
            if (section.Has(type))
                byType[type] = section.Integer(type, general, 1, CardinalityLimits.MostSeries);
        }
        return Limits(general, byType) with { IsSet = true };
    }

    private static CardinalityLimits Limits(int general, IReadOnlyDictionary<string, int> byType) =>
        new(general, byType) { Setting = "cardinality_limits of its reader, or aggregation_cardinality_limit of a view," };

    private static FoundReader? ReadPush(FileSection section, OtlpReader otlp)
    {
        var interval = Math.Max(1, section.Integer("interval", 60000));
        var timeout = section.Timeout("timeout", 30000);
        var reader = section.Child<FoundReader?>("exporter", "PushMetricExporter", null, exporter => exporter.One(
            "an exporter", LeftOut,
            ("otlp_http", "OtlpHttpMetricExporter", http => WithPreferences(http, new ReaderSettings { Otlp = otlp.ReadHttp(http) })),
            ("otlp_grpc", "OtlpGrpcMetricExporter", grpc => WithPreferences(grpc, new ReaderSettings { Otlp = otlp.ReadGrpc(grpc) })),
            ("console", "ConsoleMetricExporter", static console =>
                WithPreferences(console, new ReaderSettings { Exporter = "console" })),
            ("otlp_file/development", "ExperimentalOtlpFileMetricExporter", RefuseFile)));
        return reader is null ? null
            : reader with { Section = section, Settings = reader.Settings with { Interval = interval, Timeout = timeout } };
    }

    private static FoundReader? RefuseFile(FileSection section)
    {
        section.Text("output_stream");
        WithPreferences(section, new ReaderSettings());
        section.SayOfAll($"is not supported; {LeftOut}");
        return null;
    }

    private static FoundReader WithPreferences(FileSection section, ReaderSettings settings) => new(
        section,
        settings with
        {
            Temporality = section.Choice("temporality_preference", "cumulative", "cumulative", "delta", "low_memory") switch
            {
                "low_memory" => "lowmemory",
                var same => same,
            },
        },
        section.Choice(
            "default_histogram_aggregation", "explicit_bucket_histogram", "explicit_bucket_histogram",
            "base2_exponential_bucket_histogram") == "base2_exponential_bucket_histogram");

    private static FoundReader? ReadPull(FileSection section) =>
        section.Child<FoundReader?>("exporter", "PullMetricExporter", null, exporter => exporter.One<FoundReader>(
            "an exporter", LeftOut,
            ("prometheus/development", "ExperimentalPrometheusMetricExporter", prometheus => new FoundReader(
                section, new ReaderSettings { Exporter = "prometheus", Prometheus = ReadPrometheus(prometheus) }, null))));

    private static PrometheusSettings ReadPrometheus(FileSection section)
    {
        var defaults = new PrometheusSettings();
        var host = section.Text("host") ?? defaults.Host;
        if (!MetricsSettings.IsHost(host))
        {
            section.Say("host", $"{Quoted.Value(host)} is neither a host's name nor an address; {defaults.Host} is used");
            host = defaults.Host;
        }
        return new PrometheusSettings
        {
            Host = host,
            Port = section.Integer("port", defaults.Port, 1, ushort.MaxValue),
            ScopeLabels = !section.Boolean("without_scope_info", false),
            TargetInfo = !section.Boolean("without_target_info", false),
            ResourceLabels = IncludeExcludeReader.Read(section, "with_resource_constant_labels"),
            Translation = section.Choice(
                "translation_strategy", defaults.Translation, "underscore_escaping_with_suffixes", "underscore_escaping_without_suffixes",
                "no_utf8_escaping_with_suffixes", "no_translation"),
        };
    }

    private sealed record FoundReader(FileSection Section, ReaderSettings Settings, bool? Exponential, CardinalityLimits? Limits = null);
}
