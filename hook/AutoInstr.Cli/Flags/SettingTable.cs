namespace AutoInstr.Cli.Flags;

/// <summary>Every variable that <c>autoinstr run</c> and <c>autoinstr env</c> take as a flag.</summary>
internal static class SettingTable
{
    private static readonly string[] Signals = ["TRACES", "METRICS", "LOGS"];

    /// <summary>The settings by topic, in the order of the help text.</summary>
    public static IReadOnlyList<(string Topic, IReadOnlyList<Setting> Settings)> Topics { get; } =
    [
        ("General", Settings(
            "OTEL_SERVICE_NAME", "OTEL_RESOURCE_ATTRIBUTES", "OTEL_SDK_DISABLED", "OTEL_LOG_LEVEL", "OTEL_PROPAGATORS", "OTEL_CONFIG_FILE",
            "OTEL_SEMCONV_STABILITY_OPT_IN")),
        ("Traces", Settings(
            "OTEL_TRACES_EXPORTER", "OTEL_TRACES_SAMPLER", "OTEL_TRACES_SAMPLER_ARG",
            "OTEL_BSP_SCHEDULE_DELAY", "OTEL_BSP_EXPORT_TIMEOUT", "OTEL_BSP_MAX_QUEUE_SIZE", "OTEL_BSP_MAX_EXPORT_BATCH_SIZE",
            "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT", "OTEL_SPAN_EVENT_COUNT_LIMIT", "OTEL_SPAN_LINK_COUNT_LIMIT",
            "OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT", "OTEL_LINK_ATTRIBUTE_COUNT_LIMIT",
            "OTEL_ATTRIBUTE_COUNT_LIMIT", "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT")),
        ("Metrics", Settings("OTEL_METRICS_EXPORTER", "OTEL_METRIC_EXPORT_INTERVAL", "OTEL_METRIC_EXPORT_TIMEOUT", "OTEL_METRICS_EXEMPLAR_FILTER")),
        ("Logs", Settings(
            "OTEL_LOGS_EXPORTER", "OTEL_BLRP_SCHEDULE_DELAY", "OTEL_BLRP_EXPORT_TIMEOUT", "OTEL_BLRP_MAX_QUEUE_SIZE", "OTEL_BLRP_MAX_EXPORT_BATCH_SIZE",
            "OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT", "OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT")),
        ("Exporters", [
            .. Otlp("OTEL_EXPORTER_OTLP_"), .. Signals.SelectMany(signal => Otlp($"OTEL_EXPORTER_OTLP_{signal}_")),
            .. Settings(
                "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION",
                "OTEL_EXPORTER_ZIPKIN_ENDPOINT", "OTEL_EXPORTER_ZIPKIN_TIMEOUT", "OTEL_EXPORTER_PROMETHEUS_HOST", "OTEL_EXPORTER_PROMETHEUS_PORT",
                "OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "OTEL_DOTNET_EXPERIMENTAL_OTLP_DISK_RETRY_DIRECTORY_PATH"),
        ]),
        ("HTTP", Settings(
            "AUTOINSTR_EXCLUDED_URLS", "AUTOINSTR_SANITIZED_HEADERS",
            "OTEL_INSTRUMENTATION_HTTP_CAPTURE_HEADERS_SERVER_REQUEST", "OTEL_INSTRUMENTATION_HTTP_CAPTURE_HEADERS_SERVER_RESPONSE",
            "OTEL_INSTRUMENTATION_HTTP_CAPTURE_HEADERS_CLIENT_REQUEST", "OTEL_INSTRUMENTATION_HTTP_CAPTURE_HEADERS_CLIENT_RESPONSE",
            "OTEL_INSTRUMENTATION_HTTP_CAPTURE_HEADERS_SANITIZE_FIELDS", "OTEL_INSTRUMENTATION_HTTP_KNOWN_METHODS",
            "OTEL_DOTNET_AUTO_TRACES_ASPNETCORE_INSTRUMENTATION_CAPTURE_REQUEST_HEADERS", "OTEL_DOTNET_AUTO_TRACES_ASPNETCORE_INSTRUMENTATION_CAPTURE_RESPONSE_HEADERS",
            "OTEL_DOTNET_AUTO_TRACES_HTTP_INSTRUMENTATION_CAPTURE_REQUEST_HEADERS", "OTEL_DOTNET_AUTO_TRACES_HTTP_INSTRUMENTATION_CAPTURE_RESPONSE_HEADERS",
            "OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION", "OTEL_DOTNET_EXPERIMENTAL_HTTPCLIENT_DISABLE_URL_QUERY_REDACTION",
            "OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_ENABLE_GRPC_INSTRUMENTATION")),
        ("What is instrumented", [
            .. Settings("OTEL_DOTNET_AUTO_INSTRUMENTATION_ENABLED"),
            .. Signals.SelectMany(signal => Settings(
                $"OTEL_DOTNET_AUTO_{signal}_ENABLED", $"OTEL_DOTNET_AUTO_{signal}_INSTRUMENTATION_ENABLED", $"OTEL_DOTNET_AUTO_{signal}_{{ID}}_INSTRUMENTATION_ENABLED")),
            .. Settings(
                "OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES", "OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_LEGACY_SOURCES", "OTEL_DOTNET_AUTO_METRICS_ADDITIONAL_SOURCES",
                "OTEL_DOTNET_AUTO_LOGS_INCLUDE_FORMATTED_MESSAGE", "OTEL_DOTNET_AUTO_GRAPHQL_SET_DOCUMENT",
                "OTEL_DOTNET_AUTO_RESOURCE_DETECTOR_ENABLED", "OTEL_DOTNET_AUTO_{ID}_RESOURCE_DETECTOR_ENABLED",
                "AUTOINSTR_EXISTING_SDK", "AUTOINSTR_PATCHES", "AUTOINSTR_TRACE_METHODS"),
        ]),
        ("Operation", Settings(
            "OTEL_DOTNET_AUTO_EXCLUDE_PROCESSES", "AUTOINSTR_INCLUDE_PROCESSES", "OTEL_DOTNET_AUTO_FAIL_FAST_ENABLED",
            "OTEL_DOTNET_AUTO_FLUSH_ON_UNHANDLEDEXCEPTION", "AUTOINSTR_SHUTDOWN_TIMEOUT", "AUTOINSTR_REEXEC",
            "OTEL_DOTNET_AUTO_LOGGER", "OTEL_DOTNET_AUTO_LOG_DIRECTORY", "OTEL_DOTNET_AUTO_LOG_FILE_SIZE",
            "OTEL_DOTNET_AUTO_SETUP_SDK", "OTEL_DOTNET_AUTO_PLUGINS")),
    ];

    /// <summary>Finds the variable that a flag stands for.</summary>
    /// <param name="flag">Without dashes before it; <c>-</c> and <c>_</c> are the same.</param>
    /// <returns>The variable's name, or <see langword="null"/>.</returns>
    public static string? FindVariable(string flag)
    {
        var name = Normalize(flag);
        foreach (var (_, settings) in Topics)
        {
            foreach (var setting in settings)
            {
                if (setting.Match(name) is { } variable)
                    return variable;
            }
        }
        return null;
    }

    /// <summary>The form in which flags are compared.</summary>
    public static string Normalize(string flag) => flag.Replace('-', '_').ToLowerInvariant();

    private static Setting[] Settings(params string[] variables) => Array.ConvertAll(variables, static variable => new Setting(variable));

    private static Setting[] Otlp(string prefix) => Settings(
        prefix + "ENDPOINT", prefix + "PROTOCOL", prefix + "HEADERS", prefix + "TIMEOUT", prefix + "COMPRESSION",
        prefix + "INSECURE", prefix + "CERTIFICATE", prefix + "CLIENT_CERTIFICATE", prefix + "CLIENT_KEY");
}
