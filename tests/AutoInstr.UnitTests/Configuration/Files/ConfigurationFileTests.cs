using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Resources;
using AutoInstr.Agent.SelfLog;
using AutoInstr.Agent.Traces;
using Xunit;

namespace AutoInstr.UnitTests.Configuration.Files;

/// <summary>What each section configures.</summary>
public sealed class ConfigurationFileTests
{
    [Fact]
    public void What_is_not_there_is_off()
    {
        var settings = TestFile.With("").ReadClean();
        Assert.False(settings.Traces.AreExported);
        Assert.False(settings.Metrics.AreExported);
        Assert.False(settings.Logs.AreExported);
        Assert.Empty(settings.Propagators);
        Assert.DoesNotContain(ResourceFactory.AllDetectors(), detector => settings.Resource.IsDetectorEnabled(detector.Id));
        Assert.Equal(new SelfLogSettings(), settings.SelfLog);
    }

    [Fact]
    public void Disabled() => Assert.True(TestFile.With("disabled: true").ReadWith().Disabled);

    [Theory]
    [InlineData("trace", LogLevel.Debug)]
    [InlineData("debug4", LogLevel.Debug)]
    [InlineData("info", LogLevel.Info)]
    [InlineData("warn2", LogLevel.Warn)]
    [InlineData("error", LogLevel.Error)]
    [InlineData("fatal4", LogLevel.Error)]
    internal void Level_of_the_log(string name, LogLevel level) =>
        Assert.Equal(level, TestFile.With($"log_level: {name}").ReadClean().SelfLog.Level);

    [Fact]
    public void Resource()
    {
        var resource = TestFile.With("""
            resource:
              attributes:
                - name: service.name
                  value: ${SERVICE:-shop}
                - { name: version, value: 1.0 }
                - { name: text, value: "5", type: string }
                - { name: whole, value: 5, type: int }
                - { name: real, value: 5, type: double }
                - { name: truth, value: true, type: bool }
                - { name: texts, value: [a, b], type: string_array }
                - { name: wholes, value: [1, 0x10], type: int_array }
                - { name: reals, value: [1, 2.5], type: double_array }
                - { name: truths, value: [true, false], type: bool_array }
              attributes_list: deployment.environment.name=test%20a,version=9
              schema_url: https://example.com/schema
              detection/development:
                attributes:
                  excluded: [process.*]
                detectors:
                  - host:
                  - process: {}
            """).ReadClean().Resource;
        var attributes = ResourceFactory.Collect(resource, ResourceFactory.AllDetectors());
        Assert.Equal("shop", attributes["service.name"]);
        Assert.Equal("1.0", attributes["version"]);
        Assert.Equal("5", attributes["text"]);
        Assert.Equal(5L, attributes["whole"]);
        Assert.Equal(5.0, attributes["real"]);
        Assert.Equal(true, attributes["truth"]);
        Assert.Equal(["a", "b"], Assert.IsType<string[]>(attributes["texts"]));
        Assert.Equal([1L, 16L], Assert.IsType<long[]>(attributes["wholes"]));
        Assert.Equal([1, 2.5], Assert.IsType<double[]>(attributes["reals"]));
        Assert.Equal([true, false], Assert.IsType<bool[]>(attributes["truths"]));
        Assert.Equal("test a", attributes["deployment.environment.name"]);
        Assert.Contains("host.name", attributes.Keys);
        Assert.Contains("os.type", attributes.Keys);
        Assert.DoesNotContain("process.pid", attributes.Keys);
        Assert.DoesNotContain("service.instance.id", attributes.Keys);
        Assert.Equal("https://example.com/schema", ResourceFactory.Create(resource).SchemaUrl);
    }

    [Fact]
    public void Propagators() => Assert.Equal(
        ["baggage", "b3", "tracecontext", "xray"],
        TestFile.With("propagator:\n  composite: [{ baggage: }, { b3: {} }]\n  composite_list: tracecontext, b3,xray").ReadClean()
            .Propagators);

    [Fact]
    public void Exporters_have_their_own_settings()
    {
        var processors = TestFile.With("""
            tracer_provider:
              processors:
                - batch:
                    schedule_delay: 100
                    export_timeout: 0
                    max_queue_size: 100
                    max_export_batch_size: 10
                    exporter:
                      otlp_http:
                        endpoint: https://one.example/custom?key=1
                        headers:
                          - { name: api-key, value: "${KEY}" }
                          - { name: without, value: }
                        headers_list: "api-key=old,x=a%20b"
                        timeout: 0
                        compression: gzip
                - simple:
                    exporter:
                      otlp_grpc: { endpoint: "two:4317", tls: { insecure: true } }
                - batch:
                    exporter:
                      otlp_grpc: { endpoint: "three:4317" }
                - batch: { exporter: { console: } }
                - batch: { exporter: { zipkin: { endpoint: "http://zipkin:1/api", timeout: 5 } } }
                - batch: { exporter: { otlp_http: } }
            """, ("KEY", "secret")).ReadClean().Traces.Processors;
        Assert.Equal(
            new BatchSettings { ScheduleDelay = 100, ExportTimeout = int.MaxValue, MaxQueueSize = 100, MaxExportBatchSize = 10 },
            processors[0].Batch);
        var first = processors[0].Otlp;
        Assert.Equal(
            ("https://one.example/custom", "?key=1", false, true, (double)int.MaxValue),
            (first.Endpoint.Address, first.Endpoint.Query, first.IsGrpc, first.Gzip, first.Timeout.TotalMilliseconds));
        Assert.Equal([new("x", "a b"), new("api-key", "secret")], first.Headers);
        Assert.Equal(
            ("http://two:4317/", true, 1),
            (processors[1].Otlp.Endpoint.Address, processors[1].Otlp.IsGrpc, processors[1].Batch.MaxExportBatchSize));
        Assert.Equal("https://three:4317/", processors[2].Otlp.Endpoint.Address);
        Assert.Equal("console", processors[3].Exporter);
        Assert.Equal(
            ("zipkin", "http://zipkin:1/api", 5.0),
            (processors[4].Exporter, processors[4].ZipkinEndpoint.Address, processors[4].ZipkinTimeout.TotalMilliseconds));
        Assert.Equal("http://localhost:4318/v1/traces", processors[5].Otlp.Endpoint.Address);
        Assert.Equal(new BatchSettings(), processors[5].Batch);
    }

    [Fact]
    public void Limits()
    {
        var settings = TestFile.With("""
            attribute_limits: { attribute_value_length_limit: 100, attribute_count_limit: 20 }
            tracer_provider:
              processors: [{ batch: { exporter: { console: } } }]
              limits: { attribute_count_limit: 10, event_count_limit: 3, link_count_limit: 4, link_attribute_count_limit: 5 }
            logger_provider:
              processors: [{ batch: { exporter: { console: } } }]
              limits: { attribute_value_length_limit: 7 }
            """).ReadClean();
        Assert.Equal(
            new LimitSettings
            {
                AttributeValueLength = 100,
                AttributeCount = 10,
                EventCount = 3,
                LinkCount = 4,
                EventAttributeCount = 20,
                LinkAttributeCount = 5,
            },
            settings.Traces.Limits);
        Assert.Equal(new LimitSettings { AttributeValueLength = 7, AttributeCount = 20 }, settings.Logs.Limits);
    }

    [Theory]
    [InlineData("always_on:", "AlwaysOnSampler")]
    [InlineData("always_off: {}", "AlwaysOffSampler")]
    [InlineData("trace_id_ratio_based: { ratio: 0.25 }", "TraceIdRatioBasedSampler{0.250000}")]
    [InlineData("parent_based:", "ParentBased{AlwaysOnSampler}")]
    [InlineData("parent_based: { root: { always_off: } }", "ParentBased{AlwaysOffSampler}")]
    [InlineData("probability/development: { ratio: 0.5 }", "Composite{Probability{0.5}}")]
    [InlineData("composite/development: { parent_threshold: { root: { probability: { ratio: 0.5 } } } }",
        "Composite{ParentThreshold{Probability{0.5}}}")]
    [InlineData("composite/development: { rule_based: { rules: [{ span_kinds: [server], sampler: { always_off: } }, { sampler: " +
        "{ always_on: } }] } }",
        "Composite{RuleBased{AlwaysOff,AlwaysOn}}")]
    [InlineData("parent_based: { root: { composite/development: { always_on: } } }", "ParentBased{Composite{AlwaysOn}}")]
    public void Samplers(string sampler, string description) => Assert.Equal(
        description,
        Agent.Traces.Samplers.Create(TestFile.With(
            $"tracer_provider:\n  processors: [{{ batch: {{ exporter: {{ console: }} }} }}]\n  sampler:\n    {sampler}").ReadClean().Traces)
            .Description);

    [Fact]
    public void Metrics()
    {
        var metrics = TestFile.With("""
            meter_provider:
              readers:
                - periodic:
                    interval: 100
                    timeout: 50
                    exporter:
                      otlp_http:
                        temporality_preference: low_memory
                        default_histogram_aggregation: base2_exponential_bucket_histogram
                    cardinality_limits: { default: 10, histogram: 5 }
                - pull:
                    exporter:
                      prometheus/development:
                        host: 0.0.0.0
                        port: 1234
                        without_scope_info: true
                        without_target_info: true
                        with_resource_constant_labels: { included: [service.*] }
                        translation_strategy: no_translation
              exemplar_filter: always_off
              meter_configurator/development:
                default_config: { enabled: false }
                meters: [{ name: "My.*", config: { enabled: true } }]
            """).Read().Metrics;
        Assert.Equal(
            ("otlp", 100, 50, "lowmemory", "http://localhost:4318/v1/metrics"),
            (metrics.Readers[0].Exporter, metrics.Readers[0].Interval, metrics.Readers[0].Timeout, metrics.Readers[0].Temporality,
                metrics.Readers[0].Otlp.Endpoint.Address));
        var prometheus = metrics.Readers[1].Prometheus;
        Assert.Equal(
            ("0.0.0.0", 1234, false, false, "no_translation"),
            (prometheus.Host, prometheus.Port, prometheus.ScopeLabels, prometheus.TargetInfo, prometheus.Translation));
        Assert.True(prometheus.ResourceLabels!.Contains("service.name"));
        Assert.False(prometheus.ResourceLabels.Contains("host.name"));
        Assert.Equal(("always_off", true), (metrics.ExemplarFilter, metrics.ExponentialHistograms));
        Assert.Equal((10, 5), (metrics.CardinalityLimits.Of("counter"), metrics.CardinalityLimits.Of("histogram")));
        Assert.True(metrics.Meters!.Of("My.Meter"));
        Assert.False(metrics.Meters.Of("Other"));
    }

    [Fact]
    public void Loggers_and_tracers_by_their_names()
    {
        var settings = TestFile.With("""
            tracer_provider:
              processors: [{ batch: { exporter: { console: } } }]
              tracer_configurator/development:
                tracers: [{ name: "Npgs?l", config: { enabled: false } }]
            logger_provider:
              processors: [{ batch: { exporter: { console: } } }]
              logger_configurator/development:
                default_config: { minimum_severity: info }
                loggers:
                  - { name: Noise.*, config: { enabled: false } }
                  - { name: "*", config: { minimum_severity: warn2, trace_based: true } }
            """).ReadClean();
        Assert.False(settings.Traces.Tracers!.Of("Npgsql"));
        Assert.True(settings.Traces.Tracers.Of("Other"));
        Assert.False(settings.Logs.Loggers!.Of("Noise.Inner").Enabled);
        Assert.Equal(new LoggerRule(true, 14, true), settings.Logs.Loggers.Of("Shop"));
        Assert.Equal(9, settings.Logs.Loggers.Default.MinimumSeverity);
    }

    [Fact]
    public void Instrumentation()
    {
        var settings = TestFile.With("""
            tracer_provider: { processors: [{ batch: { exporter: { console: } } }] }
            meter_provider: { readers: [{ periodic: { exporter: { console: } } }] }
            instrumentation/development:
              general:
                http:
                  client: { request_captured_headers: [X-One], response_captured_headers: [x-two] }
                  server: { request_captured_headers: [x-three, X-Three], response_captured_headers: [x-four] }
              java: { anything: [goes] }
              dotnet:
                traces:
                  instrumentations: { default: false, aspnetcore: true }
                  additional_sources: [My.*]
                  additional_legacy_sources: [old]
                metrics:
                  instrumentations: { netruntime: false }
                  additional_sources: [My.Meter]
                logs:
                  instrumentations: { nlog: false }
                  include_formatted_message: true
                  correlation: true
                http:
                  exclude_probes: true
                  excluded_urls: ["^http://internal"]
                  sanitized_headers: []
                graphql: { set_document: true }
            """).ReadClean();
        var traces = settings.Traces;
        Assert.True(traces.IsInstrumentationEnabled("ASPNETCORE"));
        Assert.False(traces.IsInstrumentationEnabled("NPGSQL"));
        Assert.Equal(["My.*"], traces.AdditionalSources);
        Assert.Equal(["old"], traces.AdditionalLegacySources);
        Assert.True(traces.GraphQlSetDocument);
        Assert.Equal(["x-one"], traces.Http.ClientRequestHeaders);
        Assert.Equal(["x-two"], traces.Http.ClientResponseHeaders);
        Assert.Equal(["x-three"], traces.Http.ServerRequestHeaders);
        Assert.Equal(["x-four"], traces.Http.ServerResponseHeaders);
        Assert.Equal(["^http://internal", HttpSettings.Probes], traces.Http.ExcludedUrls);
        Assert.Empty(traces.Http.SanitizedHeaders);
        Assert.False(settings.Metrics.Measures("NETRUNTIME"));
        Assert.True(settings.Metrics.Measures("ASPNETCORE"));
        Assert.Equal(["My.Meter"], settings.Metrics.AdditionalMeters);
        Assert.False(settings.Logs.IsInstrumentationEnabled("NLOG"));
        Assert.True(settings.Logs is { IncludeFormattedMessage: true, Correlation: true, AreExported: false });
    }

    [Fact]
    public void Distribution()
    {
        var settings = TestFile.With("""
            tracer_provider: { processors: [{ batch: { exporter: { otlp_http: } } }, { batch: { exporter: { otlp_grpc: } } }] }
            distribution:
              other: { anything: true }
              autoinstr:
                existing_sdk: both
                shutdown_timeout: 100
                flush_on_unhandled_exception: false
                max_traces_per_second: 7
                plugins: [/mine.dll, "Shop.Mine, Shop.Plugins"]
                otlp: { retry: disk, retry_directory: /tmp/retry, retry_megabytes: 3 }
                log: { sink: file, directory: /logs, file_size: 2048 }
            """).ReadClean();
        Assert.Equal(
            (ExistingSdkMode.Both, 100.0, false, 7),
            (settings.ExistingSdk, settings.ShutdownTimeout.TotalMilliseconds, settings.FlushOnUnhandledException,
                settings.Traces.MaxTracesPerSecond));
        var otlp = settings.Traces.Processors[0].Otlp;
        Assert.Equal((OtlpRetry.Disk, "/tmp/retry", 3L << 20), (otlp.Retry, otlp.RetryDirectory, otlp.RetryDirectorySize));
        // What one receiver could not take is not for the other.
        Assert.Equal("/tmp/retry/2", settings.Traces.Processors[1].Otlp.RetryDirectory);
        Assert.Equal(["/mine.dll", "Shop.Mine, Shop.Plugins"], settings.Plugins);
        // A signal without a provider is off.
        Assert.Equal((true, false, false), (settings.Traces.HasPlugins, settings.Metrics.HasPlugins, settings.Logs.HasPlugins));
        Assert.Equal(new SelfLogSettings { Sink = "file", Directory = "/logs", FileSize = 2048 }, settings.SelfLog);
    }
}
