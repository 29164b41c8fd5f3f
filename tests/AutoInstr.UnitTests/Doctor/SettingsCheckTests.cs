using AutoInstr.Agent.Configuration;
using AutoInstr.Doctor.Report;
using AutoInstr.Doctor.Settings;
using Xunit;

namespace AutoInstr.UnitTests.Doctor;

public sealed class SettingsCheckTests
{
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);

    [Fact]
    public void Nothing_is_set() => Run().HasNoProblem();

    [Fact]
    public void Everything_that_the_agent_complains_of_is_said_in_its_words()
    {
        _environment["OTEL_TRACES_SAMPLER"] = "sometimes";
        _environment["OTEL_BSP_MAX_QUEUE_SIZE"] = "0";
        _environment["OTEL_EXPORTER_OTLP_HEADERS"] = "secret-token";
        _environment["OTEL_DOTNET_AUTO_TRACES_NPGSQL_INSTRUMENTATION_ENABLED"] = "no";
        var complaints = new List<string>();
        AgentSettings.Read(_environment.GetValueOrDefault, complaints.Add).Traces.IsInstrumentationEnabled("NPGSQL");

        Assert.Equal(4, complaints.Count);
        // And nothing else: a value that is not used is not shown as one that is.
        Assert.Equal(complaints, Run().Findings.Select(finding => finding.Text));
    }

    [Theory]
    [InlineData("OTEL_SERVICE_NAM", "OTEL_SERVICE_NAME")]
    [InlineData("OTEL_EXPORTER_OTLP_ENPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")]
    [InlineData("otel_service_name", "OTEL_SERVICE_NAME")]
    [InlineData("AUTOINSTR_EXISTNG_SDK", "AUTOINSTR_EXISTING_SDK")]
    [InlineData("OTEL_DOTNET_AUTO_TRACES_NPGSL_INSTRUMENTATION_ENABLED", "OTEL_DOTNET_AUTO_TRACES_NPGSQL_INSTRUMENTATION_ENABLED")]
    public void A_misspelt_name(string name, string meant)
    {
        _environment[name] = "true";
        Run().HasProblem("unknown", $"{name} is not a setting; {meant} is");
    }

    [Theory]
    [InlineData("OTEL_METRICS_EXPORTER")]
    [InlineData("OTEL_EXPORTER_OTLP_LOGS_HEADERS")]
    [InlineData("OTEL_DOTNET_AUTO_TRACES_NPGSQL_INSTRUMENTATION_ENABLED")]
    [InlineData("OTEL_DOTNET_AUTO_CONTAINER_RESOURCE_DETECTOR_ENABLED")]
    [InlineData("OTEL_PYTHON_DISABLED_INSTRUMENTATIONS")]
    [InlineData("OTEL_DOTNET_AUTO_HOME")]
    [InlineData("SOMETHING_ELSE")]
    public void A_name_that_is_known_or_somebody_else_s(string name)
    {
        _environment[name] = "true";
        Assert.DoesNotContain(Run().Findings, finding => finding.Id == "unknown");
    }

    [Fact]
    public void A_configuration_file_stands_in_place_of_variables()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "file_format: \"1.0\"\ntracer_provider:\n  processors: [{ batch: { exporter: { console: , x: } } }]\n");
            _environment["OTEL_CONFIG_FILE"] = file;
            _environment["OTEL_TRACES_SAMPLER"] = "sometimes";
            _environment["OTEL_SDK_DISABLED"] = "false";
            _environment["AUTOINSTR_PATCHES"] = "/patches.dll";
            var section = Run();
            section.HasProblem("mistake", $"{file}:3:50: tracer_provider.processors[0].batch.exporter.x");
            Assert.Equal(
                "the file stands in place of OTEL_TRACES_SAMPLER, unless it refers to them", section.Single("ignored").Text);
            Assert.Equal(
                ["AUTOINSTR_PATCHES=/patches.dll", "OTEL_CONFIG_FILE=" + file],
                section.Findings.Where(static finding => finding.Id == "set").Select(static finding => finding.Text)
                    .Order(StringComparer.Ordinal));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_name_that_resembles_nothing_is_noted()
    {
        _environment["OTEL_Q"] = "1";
        Assert.Equal(Mark.Note, Run().Single("unknown").Mark);
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer s3cret,x-tenant=s3cret", "authorization=[hidden],x-tenant=[hidden]")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "s3cret", "[hidden]")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "not a name=s3cret", "[hidden]")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "https://user:s3cret@otel:4318/x?key=s3cret", "https://[REDACTED]@otel:4318/x?[hidden]")]
    [InlineData("OTEL_EXPORTER_OTLP_CLIENT_KEY", "-----BEGIN PRIVATE KEY-----s3cret", "[hidden]")]
    [InlineData("OTEL_SERVICE_NAME", "orders", "orders")]
    public void Secrets_are_hidden(string name, string value, string shown)
    {
        _environment[name] = value;
        var check = new SettingsCheck(_environment);
        var section = check.Run(["NPGSQL"]);
        Assert.Equal(new SettingInForce(name, shown, true), Assert.Single(check.InForce, setting => setting.Name == name));
        Assert.DoesNotContain(section.Findings, finding => finding.Text.Contains("s3cret", StringComparison.Ordinal));
    }

    [Fact]
    public void Switches_are_among_the_settings_in_force_and_the_rest_has_its_default()
    {
        _environment["OTEL_DOTNET_AUTO_TRACES_NPGSQL_INSTRUMENTATION_ENABLED"] = "false";
        var check = new SettingsCheck(_environment);
        check.Run(["NPGSQL"]);
        Assert.Equal("OTEL_DOTNET_AUTO_TRACES_NPGSQL_INSTRUMENTATION_ENABLED", Assert.Single(check.InForce, setting => setting.IsSet).Name);
        Assert.Contains(new SettingInForce("OTEL_TRACES_EXPORTER", "otlp", false), check.InForce);
    }

    [Theory]
    [InlineData("OTEL_TRACES_EXPORTER", "none")]
    [InlineData("OTEL_DOTNET_AUTO_TRACES_ENABLED", "false")]
    public void No_traces_at_all(string name, string value)
    {
        _environment[name] = value;
        Run().HasProblem("traces", $"{name}={value}");
    }

    private Section Run() => new SettingsCheck(_environment).Run(["NPGSQL", "REDIS"]);
}
