using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Metrics;
using AutoInstr.Agent.Resources;
using AutoInstr.Agent.Sources;
using AutoInstr.Agent.Traces;
using AutoInstr.Doctor.Conversion;
using AutoInstr.UnitTests.Configuration.Files;
using Xunit;

namespace AutoInstr.UnitTests.Doctor;

/// <summary>Variables as a file say what the variables say.</summary>
public sealed class ConversionTests
{
    private const string Certificate = "/etc/hostname";

    private static readonly HashSet<string> Ids =
        [.. Catalogue.Create().Select(row => row.Id), .. MeterCatalogue.Create().Select(row => row.Id), .. LogsSettings.Libraries];

    /// <summary>Values for every setting that a file can say; <c>|</c> is between them.</summary>
    private static readonly Dictionary<string, string> Values = new(StringComparer.Ordinal)
    {
        ["OTEL_SDK_DISABLED"] = "false|true",
        ["OTEL_SERVICE_NAME"] = "shop|a \"b\" $c|5|true|x: y",
        ["OTEL_RESOURCE_ATTRIBUTES"] = "a=1,b=x%20y%0Az,a=2|service.name=other,version=1.0|wrong",
        ["OTEL_PROPAGATORS"] = "b3|none|tracecontext,baggage,b3multi,jaeger,xray,ottrace",
        ["OTEL_TRACES_EXPORTER"] = "none|console|otlp,console,zipkin",
        ["OTEL_METRICS_EXPORTER"] = "none|console|otlp,console,prometheus",
        ["OTEL_LOGS_EXPORTER"] = "none|console|otlp,console",
        ["OTEL_TRACES_SAMPLER"] = "always_on|always_off|traceidratio|parentbased_always_off|parentbased_traceidratio|parentbased_always_on",
        ["OTEL_TRACES_SAMPLER_ARG"] = "0.25|0|0.0001",
        ["AUTOINSTR_MAX_TRACES_PER_SECOND"] = "5",
        ["AUTOINSTR_EXISTING_SDK"] = "defer|defer-all|both",
        ["AUTOINSTR_SHUTDOWN_TIMEOUT"] = "0|100",
        ["OTEL_DOTNET_AUTO_FLUSH_ON_UNHANDLEDEXCEPTION"] = "false|true",
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "otel:4317|https://x.example/base?key=$1|127.0.0.1:4318",
        ["OTEL_EXPORTER_OTLP_{SIGNAL}_ENDPOINT"] = "http://own:1/custom",
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc|http/protobuf",
        ["OTEL_EXPORTER_OTLP_{SIGNAL}_PROTOCOL"] = "grpc|http/protobuf",
        ["OTEL_EXPORTER_OTLP_INSECURE"] = "false",
        ["OTEL_EXPORTER_OTLP_{SIGNAL}_INSECURE"] = "false",
        ["OTEL_EXPORTER_OTLP_HEADERS"] = "a=b,c=d%20e",
        ["OTEL_EXPORTER_OTLP_{SIGNAL}_HEADERS"] = "own=1",
        ["OTEL_EXPORTER_OTLP_TIMEOUT"] = "0|77",
        ["OTEL_EXPORTER_OTLP_{SIGNAL}_TIMEOUT"] = "88",
        ["OTEL_EXPORTER_OTLP_COMPRESSION"] = "gzip",
        ["OTEL_EXPORTER_OTLP_{SIGNAL}_COMPRESSION"] = "gzip|none",
        ["OTEL_EXPORTER_OTLP_CERTIFICATE"] = Certificate,
        ["OTEL_EXPORTER_OTLP_{SIGNAL}_CERTIFICATE"] = Certificate,
        ["OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE"] = Certificate,
        ["OTEL_EXPORTER_OTLP_{SIGNAL}_CLIENT_CERTIFICATE"] = Certificate,
        ["OTEL_EXPORTER_OTLP_CLIENT_KEY"] = Certificate,
        ["OTEL_EXPORTER_OTLP_{SIGNAL}_CLIENT_KEY"] = Certificate,
        ["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "none|in_memory|disk",
        ["OTEL_DOTNET_EXPERIMENTAL_OTLP_DISK_RETRY_DIRECTORY_PATH"] = "/tmp/retry",
        ["AUTOINSTR_DISK_RETRY_MEGABYTES"] = "10",
        ["OTEL_DOTNET_AUTO_PLUGINS"] = "/plugins/mine.dll:Shop.Mine, Shop.Plugins",
        ["OTEL_EXPORTER_ZIPKIN_ENDPOINT"] = "zipkin:9411",
        ["OTEL_EXPORTER_ZIPKIN_TIMEOUT"] = "0|5",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "10",
        ["OTEL_BSP_EXPORT_TIMEOUT"] = "0|20",
        ["OTEL_BSP_MAX_QUEUE_SIZE"] = "100",
        ["OTEL_BSP_MAX_EXPORT_BATCH_SIZE"] = "50",
        ["OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT"] = "1000",
        ["OTEL_ATTRIBUTE_COUNT_LIMIT"] = "0|20",
        ["OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT"] = "500",
        ["OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT"] = "30",
        ["OTEL_SPAN_EVENT_COUNT_LIMIT"] = "31",
        ["OTEL_SPAN_LINK_COUNT_LIMIT"] = "32",
        ["OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT"] = "33",
        ["OTEL_LINK_ATTRIBUTE_COUNT_LIMIT"] = "34",
        ["OTEL_DOTNET_AUTO_LOGS_INCLUDE_FORMATTED_MESSAGE"] = "true",
        ["AUTOINSTR_LOGS_CORRELATION"] = "true",
        ["OTEL_BLRP_SCHEDULE_DELAY"] = "11",
        ["OTEL_BLRP_EXPORT_TIMEOUT"] = "0|21",
        ["OTEL_BLRP_MAX_QUEUE_SIZE"] = "101",
        ["OTEL_BLRP_MAX_EXPORT_BATCH_SIZE"] = "51",
        ["OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT"] = "501",
        ["OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT"] = "35",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
        ["OTEL_METRIC_EXPORT_TIMEOUT"] = "0|500",
        ["OTEL_METRICS_EXEMPLAR_FILTER"] = "always_on|always_off|trace_based",
        ["OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE"] = "delta|lowmemory|cumulative",
        ["OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION"] = "base2_exponential_bucket_histogram|explicit_bucket_histogram",
        ["OTEL_EXPORTER_PROMETHEUS_HOST"] = "0.0.0.0|*",
        ["OTEL_EXPORTER_PROMETHEUS_PORT"] = "1234",
        ["AUTOINSTR_METRICS_CARDINALITY_LIMIT"] = "77",
        ["OTEL_DOTNET_AUTO_TRACES_ENABLED"] = "false",
        ["OTEL_DOTNET_AUTO_METRICS_ENABLED"] = "false",
        ["OTEL_DOTNET_AUTO_LOGS_ENABLED"] = "false",
        ["OTEL_DOTNET_AUTO_INSTRUMENTATION_ENABLED"] = "false",
        ["OTEL_DOTNET_AUTO_{SIGNAL}_INSTRUMENTATION_ENABLED"] = "false|true",
        ["OTEL_DOTNET_AUTO_{SIGNAL}_{ID}_INSTRUMENTATION_ENABLED"] = "false|true",
        ["OTEL_DOTNET_AUTO_RESOURCE_DETECTOR_ENABLED"] = "false",
        ["OTEL_DOTNET_AUTO_{ID}_RESOURCE_DETECTOR_ENABLED"] = "false|true",
        ["OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES"] = "One,Two.*,*",
        ["OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_LEGACY_SOURCES"] = "old",
        ["OTEL_DOTNET_AUTO_METRICS_ADDITIONAL_SOURCES"] = "One",
        ["AUTOINSTR_EXCLUDE_PROBES"] = "true",
        ["AUTOINSTR_EXCLUDED_URLS"] = @"/internal/\d+,^https?://x$",
        ["OTEL_DOTNET_AUTO_TRACES_ASPNETCORE_INSTRUMENTATION_CAPTURE_REQUEST_HEADERS"] = "X-One,x-two",
        ["OTEL_DOTNET_AUTO_TRACES_ASPNETCORE_INSTRUMENTATION_CAPTURE_RESPONSE_HEADERS"] = "x-three",
        ["OTEL_DOTNET_AUTO_TRACES_HTTP_INSTRUMENTATION_CAPTURE_REQUEST_HEADERS"] = "x-four",
        ["OTEL_DOTNET_AUTO_TRACES_HTTP_INSTRUMENTATION_CAPTURE_RESPONSE_HEADERS"] = "x-five",
        ["AUTOINSTR_SANITIZED_HEADERS"] = "none|x-.*,y",
        ["OTEL_DOTNET_AUTO_GRAPHQL_SET_DOCUMENT"] = "true",
        ["OTEL_LOG_LEVEL"] = "error|warn|info|debug",
        ["OTEL_DOTNET_AUTO_LOGGER"] = "file|none",
        ["OTEL_DOTNET_AUTO_LOG_DIRECTORY"] = "/tmp/logs",
        ["OTEL_DOTNET_AUTO_LOG_FILE_SIZE"] = "2048",
    };

    [Fact]
    public void Every_setting_has_values_here_or_remains_a_variable() => Assert.Equal(
        SettingCatalogue.Sections.SelectMany(static section => section.Settings).Select(static setting => setting.Name)
            .Where(static name => name != "OTEL_CONFIG_FILE" && !IsOfKubernetes(name)).Order(StringComparer.Ordinal),
        Values.Keys.Concat(ConfigurationWriter.Kept).Order(StringComparer.Ordinal));

    [Fact]
    public void Each_setting_alone()
    {
        AssertSame([]);
        foreach (var (name, values) in Values)
        {
            foreach (var value in values.Split('|'))
                AssertSame(new Dictionary<string, string>(StringComparer.Ordinal) { [Concrete(name, new Random(1))] = value });
        }
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 10)]
    [InlineData(3, 30)]
    [InlineData(4, 60)]
    public void Many_at_once(int seed, int count)
    {
        var random = new Random(seed);
        for (var i = 0; i < 100; i++)
        {
            var environment = new Dictionary<string, string>(StringComparer.Ordinal);
            var chosen = Values.Where(static value => value.Key != "OTEL_SDK_DISABLED").OrderBy(_ => random.Next()).Take(count);
            foreach (var (name, values) in chosen)
                environment[Concrete(name, random)] = values.Split('|') is var all ? all[random.Next(all.Length)] : "";
            AssertSame(environment);
        }
    }

    [Fact]
    public void Only_what_is_set_is_written_and_no_secret() => Assert.Equal(
        """
        # From the environment, by 'autoinstr env --to-config'. OTEL_CONFIG_FILE names it; what it does not say is off or default.
        # AUTOINSTR_PATCHES is read before any file is: it remains a variable.
        file_format: "1.0"
        resource:
          attributes:
            - name: service.name
              value: shop
        propagator:
          composite:
            - tracecontext:
            - baggage:
        tracer_provider:
          processors:
            - batch:
                exporter:
                  otlp_grpc:
                    endpoint: http://otel:4317/
                    # from the environment, so that no key is in the file
                    headers_list: ${OTEL_EXPORTER_OTLP_HEADERS}
          sampler:
            parent_based:
              root:
                trace_id_ratio_based:
                  ratio: 0.5
        instrumentation/development:
          dotnet:
            traces:
              instrumentations:
                npgsql: false

        """,
        Write(new Dictionary<string, string>
        {
            ["OTEL_SERVICE_NAME"] = "shop",
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "otel:4317",
            ["OTEL_EXPORTER_OTLP_HEADERS"] = "api-key=secret",
            ["OTEL_TRACES_SAMPLER"] = "parentbased_traceidratio",
            ["OTEL_TRACES_SAMPLER_ARG"] = "0.5",
            ["OTEL_METRICS_EXPORTER"] = "none",
            ["OTEL_LOGS_EXPORTER"] = "none",
            ["OTEL_DOTNET_AUTO_RESOURCE_DETECTOR_ENABLED"] = "false",
            ["OTEL_DOTNET_AUTO_TRACES_NPGSQL_INSTRUMENTATION_ENABLED"] = "false",
            ["AUTOINSTR_PATCHES"] = "/patches.dll",
        }));

    private static void AssertSame(Dictionary<string, string> environment)
    {
        var wanted = AgentSettings.Read(environment.GetValueOrDefault, static _ => { });
        var text = Write(environment);
        SchemaTests.AssertValid(text);
        var file = new TestFile(text, [.. environment.Select(static variable => (variable.Key, variable.Value))]);
        var found = file.Read();
        // What is of no use as a variable is of none in a file.
        var reports = file.Reports.Where(static report => !report.Contains("is of no use without"));
        Assert.True(!reports.Any(), $"{string.Join('\n', reports)}\n{text}");
        Assert.Equal(environment.GetValueOrDefault("OTEL_SDK_DISABLED") == "true", found.Disabled);
        Assert.True(Shown(wanted) == Shown(found), $"{Shown(wanted)}\n---\n{Shown(found)}\n---\n{text}");
    }

    private static string Write(Dictionary<string, string> environment)
    {
        var text = new StringWriter();
        new ConfigurationWriter(environment, Ids).Write(text, static _ => { });
        return text.ToString();
    }

    /// <summary>A signal and an id in place of what stands for them in a name.</summary>
    private static string Concrete(string name, Random random)
    {
        string[] ids = name.Contains("DETECTOR", StringComparison.Ordinal)
            ? [.. ResourceFactory.AllDetectors().Select(static detector => detector.Id)] : [.. Ids];
        return name.Replace("{SIGNAL}", ((string[])["TRACES", "METRICS", "LOGS"])[random.Next(3)])
            .Replace("{ID}", ids[random.Next(ids.Length)]);
    }

    private static bool IsOfKubernetes(string name) =>
        name.StartsWith("AUTOINSTR_K8S_", StringComparison.Ordinal) ||
        name.StartsWith("OTEL_RESOURCE_ATTRIBUTES_", StringComparison.Ordinal);

    /// <summary>Everything that settings do, of the signals that are on.</summary>
    private static string Shown(AgentSettings settings)
    {
        var lines = new List<string>
        {
            $"{settings.SelfLog} {string.Join(',', settings.Propagators)}",
            $"{settings.ExistingSdk} {settings.ShutdownTimeout} {settings.FlushOnUnhandledException}",
            string.Join('|', ResourceFactory.Collect(settings.Resource, ResourceFactory.AllDetectors())
                .Where(static attribute => attribute.Key != "service.instance.id")
                .OrderBy(static attribute => attribute.Key, StringComparer.Ordinal)),
            $"logs {settings.Logs.Concern("NLOG")} {settings.Logs.Correlation && settings.Logs.Enabled}",
        };
        if (settings.Traces is { AreExported: true } traces)
            lines.AddRange(
            [
                .. traces.Processors.Select(processor => $"span {Shown(processor)}"),
                $"{traces.Limits} {Samplers.Create(traces).Description}",
                $"{Join(traces.AdditionalSources)} {Join(traces.AdditionalLegacySources)} {traces.GraphQlSetDocument}",
                $"{Join(traces.Http.ExcludedUrls)} {Join(traces.Http.SanitizedHeaders)}",
                $"{Join(traces.Http.ClientRequestHeaders)} {Join(traces.Http.ClientResponseHeaders)}",
                $"{Join(traces.Http.ServerRequestHeaders)} {Join(traces.Http.ServerResponseHeaders)}",
                Join([.. Ids.Where(id => !traces.IsInstrumentationEnabled(id))]),
            ]);
        if (settings.Metrics is { AreExported: true } metrics)
            lines.AddRange(
            [
                .. metrics.Readers.Select(Shown),
                // In a file the limit is a reader's.
                $"{metrics.ExponentialHistograms} {(metrics.Readers.Count > 0 ? metrics.CardinalityLimits : null)} " +
                $"{metrics.ExemplarFilter} {Join(metrics.AdditionalMeters)}",
                Join([.. Ids.Where(id => !metrics.IsInstrumentationEnabled(id))]),
            ]);
        if (settings.Logs is { AreExported: true } logs)
            lines.AddRange(
            [
                .. logs.Processors.Select(processor => $"log {Shown(processor)}"),
                $"{logs.Limits.AttributeCount} {logs.Limits.AttributeValueLength} {logs.IncludeFormattedMessage}",
                Join([.. Ids.Where(id => !logs.IsInstrumentationEnabled(id))]),
            ]);
        return string.Join('\n', lines);
    }

    private static string Shown(ProcessorSettings processor) => processor.Exporter switch
    {
        "otlp" => $"{Shown(processor.Otlp)} {processor.Batch}",
        "zipkin" => $"zipkin {processor.ZipkinEndpoint} {processor.ZipkinTimeout} {processor.Batch}",
        var other => $"{other} {processor.Batch}",
    };

    private static string Shown(ReaderSettings reader) => reader.Exporter switch
    {
        "otlp" => $"{Shown(reader.Otlp)} {reader.Interval} {reader.Timeout} {reader.Temporality}",
        "prometheus" => $"{reader.Prometheus}",
        var other => $"{other} {reader.Interval} {reader.Timeout} {reader.Temporality}",
    };

    /// <summary>The directory of retries is of a matter only for those that use it.</summary>
    private static string Shown(OtlpSettings otlp)
    {
        var rest = otlp with
        {
            Headers = [],
            RetryDirectory = otlp.Retry == OtlpRetry.Disk ? otlp.RetryDirectory : null,
            Section = null,
        };
        return $"{rest} {otlp.Endpoint.Query} {Join([.. otlp.Headers.Select(static header => $"{header}")])}";
    }

    private static string Join(IReadOnlyList<string> texts) => string.Join(',', texts);
}
