using Xunit;

namespace AutoInstr.UnitTests.Configuration;

public sealed class MetricsSettingsTests
{
    [Fact]
    public void Everything_has_the_default_of_the_specification()
    {
        var metrics = new TestEnvironment().ReadClean().Metrics;

        Assert.True(metrics.Enabled);
        Assert.Equal(["otlp"], metrics.Exporters);
        Assert.Equal("http://localhost:4318/v1/metrics", metrics.Otlp.Endpoint.Address);
        Assert.Equal(
            ("cumulative", false, 60000, 30000, "trace_based", "localhost", 9464, 2000),
            (metrics.Temporality, metrics.ExponentialHistograms, metrics.ExportInterval, metrics.ExportTimeout, metrics.ExemplarFilter,
                metrics.PrometheusHost, metrics.PrometheusPort, metrics.CardinalityLimit));
    }

    [Theory]
    [InlineData("prometheus", "prometheus")]
    [InlineData("otlp, Prometheus,console", "otlp,prometheus,console")]
    [InlineData("none", "")]
    public void Exporters(string value, string exporters) =>
        Assert.Equal(exporters, string.Join(',', new TestEnvironment(("OTEL_METRICS_EXPORTER", value)).ReadClean().Metrics.Exporters));

    [Theory]
    [InlineData("OTEL_METRICS_EXPORTER", "zipkin", "'zipkin' is not known (otlp, console, prometheus and none are); otlp is used")]
    [InlineData("OTEL_METRIC_EXPORT_INTERVAL", "0", "'0' is not a whole number of at least 1; 60000 is used")]
    [InlineData("OTEL_METRIC_EXPORT_TIMEOUT", "soon", "'soon' is not a whole number of at least 0; 30000 is used")]
    [InlineData("OTEL_METRICS_EXEMPLAR_FILTER", "all", "'all' is not one of trace_based, always_on, always_off; trace_based is used")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "both",
        "'both' is not one of cumulative, delta, lowmemory; cumulative is used")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION", "linear",
        "'linear' is not one of explicit_bucket_histogram, base2_exponential_bucket_histogram; explicit_bucket_histogram is used")]
    [InlineData("AUTOINSTR_METRICS_CARDINALITY_LIMIT", "0", "'0' is not a whole number from 1 to 100000; 2000 is used")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "://",
        "'://' is neither an http or https address nor host:port; http://localhost:4318 is used")]
    public void What_is_wrong_is_reported(string name, string value, string report) =>
        new TestEnvironment((name, value)).ReadWithReport($"{name}: {report}");

    [Theory]
    [InlineData("OTEL_EXPORTER_PROMETHEUS_PORT", "70000", "'70000' is not a whole number from 1 to 65535; 9464 is used")]
    [InlineData("OTEL_EXPORTER_PROMETHEUS_HOST", "a b", "'a b' is neither a host's name nor an address; localhost is used")]
    public void What_is_wrong_for_Prometheus_is_reported(string name, string value, string report) =>
        new TestEnvironment(("OTEL_METRICS_EXPORTER", "prometheus"), (name, value)).ReadWithReport($"{name}: {report}");

    [Theory]
    [InlineData("*")]
    [InlineData("0.0.0.0")]
    [InlineData("::1")]
    [InlineData("node.example.com")]
    public void Prometheus_may_be_anywhere(string host) =>
        Assert.Equal(
            host,
            new TestEnvironment(("OTEL_METRICS_EXPORTER", "prometheus"), ("OTEL_EXPORTER_PROMETHEUS_HOST", host)).ReadClean(
                ).Metrics.PrometheusHost);

    [Fact]
    public void What_is_wrong_for_both_signals_is_reported_once() =>
        new TestEnvironment(("OTEL_EXPORTER_OTLP_TIMEOUT", "soon")).ReadWithReport(
            "OTEL_EXPORTER_OTLP_TIMEOUT: 'soon' is not a whole number of at least 0; 10000 is used");

    [Fact]
    public void The_settings_of_a_signal_win()
    {
        var settings = new TestEnvironment(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://general:4318"), ("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "http://own:4317"),
            ("OTEL_EXPORTER_OTLP_METRICS_HEADERS", "a=1"), ("OTEL_EXPORTER_OTLP_HEADERS", "b=2"),
            ("OTEL_EXPORTER_OTLP_METRICS_TIMEOUT", "7")).ReadClean();

        Assert.Equal(("http://own:4317/", true), (settings.Metrics.Otlp.Endpoint.Address, settings.Metrics.Otlp.IsGrpc));
        Assert.Equal(("a", 7), (settings.Metrics.Otlp.Headers[0].Key, settings.Metrics.Otlp.Timeout.TotalMilliseconds));
        Assert.Equal(("http://general:4318/v1/traces", false), (settings.Traces.Otlp.Endpoint.Address, settings.Traces.Otlp.IsGrpc));
        Assert.Equal("b", settings.Traces.Otlp.Headers[0].Key);
    }

    [Fact]
    public void The_narrower_switch_wins()
    {
        var metrics = new TestEnvironment(
            ("OTEL_DOTNET_AUTO_INSTRUMENTATION_ENABLED", "true"), ("OTEL_DOTNET_AUTO_METRICS_INSTRUMENTATION_ENABLED", "false"),
            ("OTEL_DOTNET_AUTO_METRICS_NPGSQL_INSTRUMENTATION_ENABLED", "true")).ReadClean().Metrics;

        Assert.True(metrics.IsInstrumentationEnabled("NPGSQL"));
        Assert.False(metrics.IsInstrumentationEnabled("PROCESS"));
        Assert.True(metrics.Measures("NPGSQL"));
        Assert.False((metrics with { Exporters = [] }).Measures("NPGSQL"));
    }
}
