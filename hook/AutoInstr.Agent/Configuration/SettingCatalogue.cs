namespace AutoInstr.Agent.Configuration;

/// <summary>
/// Every environment variable that the hook and the agent read. The README's table and the flags of <c>autoinstr run</c> are made from it;
/// the agent itself never touches it. It depends on nothing, so that the command line can compile it in.
/// </summary>
internal static class SettingCatalogue
{
    /// <summary>The settings by section.</summary>
    public static IReadOnlyList<SettingSection> Sections { get; } =
    [
        new("General",
        [
            new("OTEL_SDK_DISABLED", "false", "`true` switches everything off."),
            new("OTEL_SERVICE_NAME", "the entry assembly", "`service.name` of this process."),
            new("OTEL_RESOURCE_ATTRIBUTES", "", "What describes this process: `key=value,key2=value2`, percent-encoded; void with any error."),
            new("OTEL_PROPAGATORS", "tracecontext,baggage", "How context travels: list of `tracecontext`, `baggage`, `b3`, `b3multi`, `jaeger`, `xray`, `ottrace`; or `none`."),
            new("OTEL_TRACES_EXPORTER", "otlp", "Where spans go: list of `otlp`, `console`, `zipkin`; or `none`."),
            new("OTEL_TRACES_SAMPLER", "parentbased_always_on", "`always_on`, `always_off`, `traceidratio`, or one of them after `parentbased_`."),
            new("OTEL_TRACES_SAMPLER_ARG", "1", "For the ratio samplers: the share of traces, 0 to 1."),
            new("AUTOINSTR_EXISTING_SDK", "defer", "Beside the application's own SDK: `defer` leaves to it what it exports, `defer-all` everything, `both` exports twice."),
            new("AUTOINSTR_SHUTDOWN_TIMEOUT", "5000", "Milliseconds that the last export may hold up the end of the process."),
            new("OTEL_DOTNET_AUTO_FLUSH_ON_UNHANDLEDEXCEPTION", "true", "Whether spans are exported when an exception ends the process."),
            new("OTEL_CONFIG_FILE", "", "Not supported; said once when it is set."),
        ]),
        new("OTLP exporter",
        [
            new("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4318", "Where the receiver is: an address or `host:port`. `v1/traces` is appended for http/protobuf."),
            new("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "", "The same for traces alone, used as it is."),
            new("OTEL_EXPORTER_OTLP_PROTOCOL", "by the port", "`grpc` or `http/protobuf`. Not set: grpc on port 4317, else http/protobuf."),
            new("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "", "The same for traces alone."),
            new("OTEL_EXPORTER_OTLP_INSECURE", "true", "For an endpoint without a scheme: `true` means http, `false` https."),
            new("OTEL_EXPORTER_OTLP_TRACES_INSECURE", "", "The same for traces alone."),
            new("OTEL_EXPORTER_OTLP_HEADERS", "", "Headers of every request: `name=value,name2=value2`, percent-encoded; void where it cannot be decoded."),
            new("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "", "The same for traces alone, in place of the general ones."),
            new("OTEL_EXPORTER_OTLP_TIMEOUT", "10000", "Milliseconds that a request may take; 0 for any time."),
            new("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "", "The same for traces alone."),
            new("OTEL_EXPORTER_OTLP_COMPRESSION", "none", "`gzip` or `none`."),
            new("OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "", "The same for traces alone."),
            new("OTEL_EXPORTER_OTLP_CERTIFICATE", "the system's", "PEM file of the authorities to trust."),
            new("OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE", "", "The same for traces alone."),
            new("OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", "", "PEM file of the certificate to show."),
            new("OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE", "", "The same for traces alone."),
            new("OTEL_EXPORTER_OTLP_CLIENT_KEY", "in the certificate's file", "PEM file of its key."),
            new("OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY", "", "The same for traces alone."),
            new("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "none", "`in_memory` sends again what the receiver could not take, `disk` keeps it in a directory."),
            new("OTEL_DOTNET_EXPERIMENTAL_OTLP_DISK_RETRY_DIRECTORY_PATH", "", "That directory."),
        ]),
        new("Zipkin exporter",
        [
            new("OTEL_EXPORTER_ZIPKIN_ENDPOINT", "http://localhost:9411/api/v2/spans", "Where Zipkin takes spans."),
            new("OTEL_EXPORTER_ZIPKIN_TIMEOUT", "10000", "Milliseconds that a request may take; 0 for any time."),
        ]),
        new("Batches and limits",
        [
            new("OTEL_BSP_SCHEDULE_DELAY", "5000", "Milliseconds between two exports."),
            new("OTEL_BSP_EXPORT_TIMEOUT", "30000", "Milliseconds that an export may take; 0 for any time."),
            new("OTEL_BSP_MAX_QUEUE_SIZE", "2048", "Spans kept for the next export, 1 to 1000000; more are dropped."),
            new("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "512", "Spans in a request, at most the queue's size."),
            new("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "no limit", "Characters of a string attribute."),
            new("OTEL_ATTRIBUTE_COUNT_LIMIT", "128", "Attributes of a span, of an event and of a link."),
            new("OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT", "", "Characters of a string attribute."),
            new("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "", "Attributes of a span."),
            new("OTEL_SPAN_EVENT_COUNT_LIMIT", "128", "Events of a span."),
            new("OTEL_SPAN_LINK_COUNT_LIMIT", "128", "Links of a span."),
            new("OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT", "", "Attributes of an event."),
            new("OTEL_LINK_ATTRIBUTE_COUNT_LIMIT", "", "Attributes of a link."),
        ]),
        new("What is instrumented",
        [
            new("OTEL_DOTNET_AUTO_TRACES_ENABLED", "true", "`false` switches traces off."),
            new("OTEL_DOTNET_AUTO_INSTRUMENTATION_ENABLED", "true", "`false` switches every instrumentation off that is not switched on by itself."),
            new("OTEL_DOTNET_AUTO_TRACES_INSTRUMENTATION_ENABLED", "", "The same for traces."),
            new("OTEL_DOTNET_AUTO_TRACES_{ID}_INSTRUMENTATION_ENABLED", "", "Switches one instrumentation, by its id."),
            new("OTEL_DOTNET_AUTO_RESOURCE_DETECTOR_ENABLED", "true", "`false` switches every resource detector off that is not switched on by itself."),
            new("OTEL_DOTNET_AUTO_{ID}_RESOURCE_DETECTOR_ENABLED", "", "Switches one resource detector, by its id."),
            new("OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES", "", "List of further ActivitySources; `*` at the end stands for anything."),
            new("OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_LEGACY_SOURCES", "", "List of operation names of activities made without a source."),
            new("AUTOINSTR_EXCLUDED_URLS", "", "List of regular expressions; a request whose URL has one of them makes no server span."),
            new("OTEL_DOTNET_AUTO_TRACES_ASPNETCORE_INSTRUMENTATION_CAPTURE_REQUEST_HEADERS", "", "List of request headers put on server spans."),
            new("OTEL_DOTNET_AUTO_TRACES_ASPNETCORE_INSTRUMENTATION_CAPTURE_RESPONSE_HEADERS", "", "List of response headers put on server spans."),
            new("OTEL_DOTNET_AUTO_TRACES_HTTP_INSTRUMENTATION_CAPTURE_REQUEST_HEADERS", "", "List of request headers put on client spans."),
            new("OTEL_DOTNET_AUTO_TRACES_HTTP_INSTRUMENTATION_CAPTURE_RESPONSE_HEADERS", "", "List of response headers put on client spans."),
            new("AUTOINSTR_SANITIZED_HEADERS", "credentials and cookies", "List of regular expressions; a captured header of such a name is put as `[REDACTED]`. `none` for no such header."),
            new("OTEL_DOTNET_AUTO_GRAPHQL_SET_DOCUMENT", "false", "Whether GraphQL spans hold the document."),
        ]),
        new("The hook and its log",
        [
            new("OTEL_DOTNET_AUTO_EXCLUDE_PROCESSES", "", "List of programs that are left alone."),
            new("AUTOINSTR_INCLUDE_PROCESSES", "", "List of programs that are instrumented although the hook leaves them alone by itself, such as `testhost`."),
            new("OTEL_DOTNET_AUTO_FAIL_FAST_ENABLED", "false", "`true` ends a process that cannot be instrumented, for continuous integration."),
            new("AUTOINSTR_REEXEC", "true", "On .NET 8 and 9: whether the process may be started a second time when `DOTNET_ADDITIONAL_DEPS` is not set."),
            new("OTEL_LOG_LEVEL", "warn", "`none`, `error`, `warn`, `info` or `debug`."),
            new("OTEL_DOTNET_AUTO_LOGGER", "console", "`console` is standard error, `file` a file of each process, `none` nothing."),
            new("OTEL_DOTNET_AUTO_LOG_DIRECTORY", "/var/log/opentelemetry/dotnet", "Where the files are."),
            new("OTEL_DOTNET_AUTO_LOG_FILE_SIZE", "10485760", "Bytes of a full file; the one before it is kept."),
        ]),
    ];
}
