using AutoInstr.Agent.Configuration;
using Xunit;

namespace AutoInstr.UnitTests.Configuration;

public sealed class TracesSettingsTests
{
    private const string Exporter = "OTEL_TRACES_EXPORTER";

    [Theory]
    [InlineData("", "otlp")]
    [InlineData("otlp", "otlp")]
    [InlineData("console,otlp", "console,otlp")]
    [InlineData(" Console , OTLP ,, zipkin ", "console,otlp,zipkin")]
    [InlineData("otlp,otlp,OTLP", "otlp")]
    [InlineData("none", "")]
    [InlineData("NONE", "")]
    public void Exporters(string value, string exporters) =>
        Assert.Equal(exporters, string.Join(',', new TestEnvironment((Exporter, value)).ReadClean().Traces.Exporters));

    [Theory]
    [InlineData("jaeger", "'jaeger' is not known (otlp, console, zipkin and none are); otlp is used", "otlp")]
    [InlineData("jaeger,console,logging", "'jaeger,logging' is not known (otlp, console, zipkin and none are); console is used", "console")]
    [InlineData("jaeger,none", "'jaeger' is not known (otlp, console, zipkin and none are); none is used", "")]
    [InlineData("none,console", "'none,console' has none beside others; console is used", "console")]
    [InlineData(",", "',' names nothing; otlp is used", "otlp")]
    public void Wrong_exporters_are_reported(string value, string report, string exporters) =>
        Assert.Equal(
            exporters, string.Join(',', new TestEnvironment((Exporter, value)).ReadWithReport($"{Exporter}: {report}").Traces.Exporters));

    [Theory]
    [InlineData("", "", "parentbased_always_on", 1)]
    [InlineData("always_on", "", "always_on", 1)]
    [InlineData("Always_Off", "", "always_off", 1)]
    [InlineData("traceidratio", "0.25", "traceidratio", 0.25)]
    [InlineData("traceidratio", "", "traceidratio", 1)]
    [InlineData("parentbased_traceidratio", "0", "parentbased_traceidratio", 0)]
    [InlineData("parentbased_traceidratio", "1e-3", "parentbased_traceidratio", 0.001)]
    [InlineData("parentbased_always_off", "", "parentbased_always_off", 1)]
    public void Sampler(string value, string argument, string sampler, double ratio)
    {
        var traces = new TestEnvironment(("OTEL_TRACES_SAMPLER", value), ("OTEL_TRACES_SAMPLER_ARG", argument)).ReadClean().Traces;
        Assert.Equal((sampler, ratio), (traces.Sampler, traces.SamplerRatio));
    }

    [Theory]
    [InlineData("jaeger_remote", "'jaeger_remote' asks a server how to sample, which is not supported; parentbased_always_on is used")]
    [InlineData("parentbased_jaeger_remote",
        "'parentbased_jaeger_remote' asks a server how to sample, which is not supported; parentbased_always_on is used")]
    [InlineData("XRAY", "'xray' asks a server how to sample, which is not supported; parentbased_always_on is used")]
    [InlineData(
        "ratio",
        "'ratio' is not one of always_on, always_off, traceidratio, parentbased_always_on, parentbased_always_off, " +
        "parentbased_traceidratio; parentbased_always_on is used")]
    public void A_wrong_sampler_is_reported(string value, string report) =>
        Assert.Equal("parentbased_always_on",
            new TestEnvironment(("OTEL_TRACES_SAMPLER", value)).ReadWithReport("OTEL_TRACES_SAMPLER: " + report).Traces.Sampler);

    [Theory]
    [InlineData("2")]
    [InlineData("-0.1")]
    [InlineData("0,5")]
    [InlineData("NaN")]
    [InlineData("half")]
    public void A_wrong_ratio_is_reported(string value)
    {
        var environment = new TestEnvironment(("OTEL_TRACES_SAMPLER", "traceidratio"), ("OTEL_TRACES_SAMPLER_ARG", value));
        Assert.Equal(1,
            environment.ReadWithReport($"OTEL_TRACES_SAMPLER_ARG: '{value}' is not a number from 0 to 1; 1 is used").Traces.SamplerRatio);
    }

    [Fact]
    public void A_limit_of_traces()
    {
        const string name = "AUTOINSTR_MAX_TRACES_PER_SECOND";
        Assert.Null(new TestEnvironment().ReadClean().Traces.MaxTracesPerSecond);
        Assert.Equal(20, new TestEnvironment((name, "20")).ReadClean().Traces.MaxTracesPerSecond);
        Assert.Null(new TestEnvironment((name, "0")).ReadWithReport(
            $"{name}: '0' is not a whole number from 1 to 1000000; no limit is used").Traces.MaxTracesPerSecond);
    }

    [Fact]
    public void A_ratio_without_a_ratio_sampler_is_reported() =>
        new TestEnvironment(("OTEL_TRACES_SAMPLER_ARG", "0.1")).ReadWithReport(
            "OTEL_TRACES_SAMPLER_ARG: is for the samplers traceidratio and parentbased_traceidratio; " +
            "the sampler is parentbased_always_on, and takes none");

    [Fact]
    public void The_argument_of_a_wrong_sampler_goes_with_it()
    {
        var environment = new TestEnvironment(("OTEL_TRACES_SAMPLER", "jaeger_remote"), ("OTEL_TRACES_SAMPLER_ARG", "endpoint=x"));
        Assert.Equal(1, environment.Read().Traces.SamplerRatio);
        Assert.Contains("OTEL_TRACES_SAMPLER_ARG: is left out with the sampler of OTEL_TRACES_SAMPLER", environment.Reports);
    }

    [Theory]
    [InlineData("", "", "", true)]
    [InlineData("false", "", "", false)]
    [InlineData("false", "true", "", true)]
    [InlineData("", "false", "", false)]
    [InlineData("", "false", "true", true)]
    [InlineData("true", "true", "False", false)]
    public void The_nearest_switch_of_an_instrumentation_wins(string all, string traces, string one, bool enabled)
    {
        var environment = new TestEnvironment(
            ("OTEL_DOTNET_AUTO_INSTRUMENTATION_ENABLED", all),
            ("OTEL_DOTNET_AUTO_TRACES_INSTRUMENTATION_ENABLED", traces),
            ("OTEL_DOTNET_AUTO_TRACES_NPGSQL_INSTRUMENTATION_ENABLED", one));
        Assert.Equal(enabled, environment.ReadClean().Traces.IsInstrumentationEnabled("NPGSQL"));
    }

    [Fact]
    public void A_wrong_switch_is_reported_once_however_often_it_is_asked_for()
    {
        var environment = new TestEnvironment(("OTEL_DOTNET_AUTO_TRACES_NPGSQL_INSTRUMENTATION_ENABLED", "0"));
        var traces = environment.ReadClean().Traces;
        Assert.True(traces.IsInstrumentationEnabled("NPGSQL"));
        Assert.True(traces.IsInstrumentationEnabled("NPGSQL"));
        Assert.Equal(
            "OTEL_DOTNET_AUTO_TRACES_NPGSQL_INSTRUMENTATION_ENABLED: '0' is neither true nor false; true is used",
            Assert.Single(environment.Reports));
    }

    [Theory]
    [InlineData("", "http://localhost:9411/api/v2/spans")]
    [InlineData("zipkin:9411/api/v2/spans", "http://zipkin:9411/api/v2/spans")]
    [InlineData("https://zipkin/api/v2/spans", "https://zipkin/api/v2/spans")]
    public void Zipkin_endpoint(string value, string endpoint)
    {
        var environment = new TestEnvironment((Exporter, "zipkin"), ("OTEL_EXPORTER_ZIPKIN_ENDPOINT", value));
        Assert.Equal(endpoint, environment.ReadClean().Traces.ZipkinEndpoint.ToUri().AbsoluteUri);
    }

    [Fact]
    public void A_wrong_Zipkin_endpoint_is_reported() =>
        new TestEnvironment((Exporter, "zipkin"), ("OTEL_EXPORTER_ZIPKIN_ENDPOINT", "ftp://me:pw@zipkin")).ReadWithReport(
            "OTEL_EXPORTER_ZIPKIN_ENDPOINT: 'ftp://[REDACTED]@zipkin' is not an http or https address; " +
            "http://localhost:9411/api/v2/spans is used");

    [Fact]
    public void What_is_left()
    {
        var traces = new TestEnvironment(
            (Exporter, "zipkin"),
            ("OTEL_EXPORTER_ZIPKIN_TIMEOUT", "1234"),
            ("OTEL_DOTNET_AUTO_TRACES_ENABLED", "false"),
            ("OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES", "My.*, Your.Source"),
            ("OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_LEGACY_SOURCES", "Old"),
            ("OTEL_DOTNET_AUTO_GRAPHQL_SET_DOCUMENT", "TRUE")).ReadClean().Traces;
        Assert.False(traces.Enabled);
        Assert.Equal(1234, traces.ZipkinTimeout.TotalMilliseconds);
        Assert.Equal(["My.*", "Your.Source"], traces.AdditionalSources);
        Assert.Equal(["Old"], traces.AdditionalLegacySources);
        Assert.True(traces.GraphQlSetDocument);
    }

    [Fact]
    public void An_empty_environment_gives_the_defaults_of_the_records()
    {
        var read = new TestEnvironment().ReadClean();
        var defaults = new AgentSettings();
        Assert.Equal(defaults.SelfLog, read.SelfLog);
        Assert.Equal(defaults.Traces.Batch, read.Traces.Batch);
        Assert.Equal(defaults.Traces.Limits, read.Traces.Limits);
        Assert.Equivalent(defaults.Traces.Otlp, read.Traces.Otlp);
        Assert.Equivalent(defaults.Traces.Http, read.Traces.Http);
        Assert.Equal(defaults.Propagators, read.Propagators);
        Assert.Equal((defaults.ExistingSdk, defaults.ShutdownTimeout, defaults.FlushOnUnhandledException),
            (read.ExistingSdk, read.ShutdownTimeout, read.FlushOnUnhandledException));
        Assert.Equal((defaults.Traces.Enabled, defaults.Traces.Sampler, defaults.Traces.ZipkinEndpoint),
            (read.Traces.Enabled, read.Traces.Sampler, read.Traces.ZipkinEndpoint));
    }
}
