extern alias cli;

using cli::AutoInstr.Cli;
using cli::AutoInstr.Cli.Flags;
using Xunit;

namespace AutoInstr.UnitTests.Cli;

/// <summary>Every variable as a flag, as <c>opentelemetry-instrument</c> has it.</summary>
public class FlagTests
{
    [Theory]
    [InlineData("service_name", "OTEL_SERVICE_NAME")]
    [InlineData("service-name", "OTEL_SERVICE_NAME")]
    [InlineData("otel_service_name", "OTEL_SERVICE_NAME")]
    [InlineData("OTEL_SERVICE_NAME", "OTEL_SERVICE_NAME")]
    [InlineData("traces_exporter", "OTEL_TRACES_EXPORTER")]
    [InlineData("exporter_otlp_endpoint", "OTEL_EXPORTER_OTLP_ENDPOINT")]
    [InlineData("exporter-otlp-traces-client-key", "OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY")]
    [InlineData("exporter_otlp_logs_headers", "OTEL_EXPORTER_OTLP_LOGS_HEADERS")]
    [InlineData("metrics_exporter", "OTEL_METRICS_EXPORTER")]
    [InlineData("autoinstr_existing_sdk", "AUTOINSTR_EXISTING_SDK")]
    [InlineData("dotnet_auto_traces_instrumentation_enabled", "OTEL_DOTNET_AUTO_TRACES_INSTRUMENTATION_ENABLED")]
    [InlineData("dotnet_auto_traces_npgsql_instrumentation_enabled", "OTEL_DOTNET_AUTO_TRACES_NPGSQL_INSTRUMENTATION_ENABLED")]
    [InlineData("dotnet-auto-container-resource-detector-enabled", "OTEL_DOTNET_AUTO_CONTAINER_RESOURCE_DETECTOR_ENABLED")]
    [InlineData("dotnet_auto_traces__instrumentation_enabled", null)]
    [InlineData("dotnet_auto_traces_a b_instrumentation_enabled", null)]
    [InlineData("existing_sdk", null)]
    [InlineData("service.name", null)]
    [InlineData("", null)]
    public void A_flag_stands_for_a_variable(string flag, string? variable) => Assert.Equal(variable, FlagTable.FindVariable(flag));

    [Fact]
    public void Every_flag_finds_its_own_variable_and_no_other()
    {
        var flags = FlagTable.Sections.SelectMany(section => section.Flags).Where(flag => !flag.Name.Contains('{')).ToArray();
        Assert.True(flags.Length > 80);
        Assert.Equal(flags.Length, flags.Select(flag => flag.Name).Distinct().Count());
        Assert.All(flags, flag => Assert.Equal(flag.Setting.Name, FlagTable.FindVariable(flag.Name)));
        Assert.All(flags, flag => Assert.Equal(flag.Setting.Name, FlagTable.FindVariable(flag.Name.Replace('_', '-'))));
    }

    [Fact]
    public void Values_follow_behind_a_space_or_an_equals_sign_and_the_last_one_counts()
    {
        var flags = FlagParser.Parse(
            ["--service_name", "a b", "--exporter_otlp_headers=x=1,y=2", "--traces-exporter=", "--service-name=c", "dotnet",
                "--service_name", "d"], "run");
        Assert.Equal("c", flags.Variables["OTEL_SERVICE_NAME"]);
        Assert.Equal("x=1,y=2", flags.Variables["OTEL_EXPORTER_OTLP_HEADERS"]);
        Assert.Equal("", flags.Variables["OTEL_TRACES_EXPORTER"]);
        Assert.Equal(3, flags.Variables.Count);
        Assert.Equal(5, flags.Rest);
    }

    [Fact]
    public void Two_dashes_end_the_flags()
    {
        var flags = FlagParser.Parse(["--service_name=a", "--", "--service_name=b", "--", "x"], "run");
        Assert.Equal("a", flags.Variables["OTEL_SERVICE_NAME"]);
        Assert.Equal(2, flags.Rest);
    }

    [Fact]
    public void A_value_may_begin_with_one_dash() =>
        Assert.Equal("-1", FlagParser.Parse(["--bsp_schedule_delay", "-1"], "run").Variables["OTEL_BSP_SCHEDULE_DELAY"]);

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public void Help_is_asked_for(string flag)
    {
        Assert.True(FlagParser.Parse(["--service_name=a", flag, "--nonsense"], "run").IsHelp);
        Assert.False(FlagParser.Parse(["--service_name=a", "--", flag], "run").IsHelp);
        Assert.False(FlagParser.Parse(["dotnet", flag], "run").IsHelp);
    }

    [Theory]
    [InlineData("--service_nam", "--service_nam is not a flag, --service_name is")]
    [InlineData("--servicename=x", "--servicename is not a flag, --service_name is")]
    [InlineData("--traces-exporters", "--traces-exporters is not a flag, --traces_exporter is")]
    [InlineData("--existing_sdk", "--existing_sdk is not a flag")]
    [InlineData("--zzzzzzzzzzzzzzzz", "--zzzzzzzzzzzzzzzz is not a flag")]
    [InlineData("-v", "-v is not a flag")]
    [InlineData("--exporter_otlp_hedaers=authorization=secret", "--exporter_otlp_hedaers is not a flag, --exporter_otlp_headers is")]
    public void An_unknown_flag_is_named_with_the_nearest_known_one_and_without_its_value(string flag, string message)
    {
        var exception = Assert.Throws<UsageException>(() => FlagParser.Parse([flag, "x"], "run"));
        Assert.Equal(message, exception.Message);
        Assert.Equal("run ", exception.Command);
    }

    [Theory]
    [InlineData("--service_name")]
    [InlineData("--service_name", "--")]
    [InlineData("--service_name", "--traces_exporter", "otlp")]
    public void A_flag_without_its_value(params string[] args) =>
        Assert.Equal("--service_name needs a value", Assert.Throws<UsageException>(() => FlagParser.Parse(args, "run")).Message);

    [Fact]
    public void A_command_has_flags_of_its_own()
    {
        var flags = FlagParser.Parse(["--format", "k8s", "--kit=/k", "--service_name", "a"], "env", "format", "kit");
        Assert.Equal(("k8s", "/k"), (flags.Own["format"], flags.Own["kit"]));
        Assert.Equal("a", flags.Variables["OTEL_SERVICE_NAME"]);
        Assert.Equal("--formt is not a flag, --format is",
            Assert.Throws<UsageException>(() => FlagParser.Parse(["--formt"], "env", "format", "kit")).Message);
        Assert.Throws<UsageException>(() => FlagParser.Parse(["--format", "k8s"], "run"));
    }
}
