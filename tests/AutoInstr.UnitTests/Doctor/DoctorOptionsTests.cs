using AutoInstr.Cli;
using AutoInstr.Doctor;
using Xunit;

namespace AutoInstr.UnitTests.Doctor;

public sealed class DoctorOptionsTests
{
    [Fact]
    public void Without_arguments_only_kit_and_environment_are_looked_at() =>
        Assert.Equal(new DoctorOptions(null, null, false, TimeSpan.FromSeconds(5), false), DoctorOptions.Parse([]));

    [Fact]
    public void Everything_can_be_said_in_any_order() =>
        Assert.Equal(
            new DoctorOptions("/app", null, true, TimeSpan.FromSeconds(1.5), false),
            DoctorOptions.Parse(["--format=json", "/app", "--timeout", "1.5"]));

    [Fact]
    public void A_process() => Assert.Equal(42, DoctorOptions.Parse(["--pid", "42"]).ProcessId);

    [Fact]
    public void A_configuration_file() => Assert.Equal("otel.yaml", DoctorOptions.Parse(["--config", "otel.yaml"]).ConfigurationFile);

    [Theory]
    [InlineData("--config needs a value", "--config")]
    [InlineData("--config is for a file alone", "--config=a", "/app")]
    [InlineData("--pid needs a value", "--pid")]
    [InlineData("--pid x is not a process id", "--pid", "x")]
    [InlineData("--pid 0 is not a process id", "--pid=0")]
    [InlineData("--format xml is not one of text, json", "--format", "xml")]
    [InlineData("--timeout 0 is not a number of seconds", "--timeout", "0")]
    [InlineData("--timeout -1 is not a number of seconds", "--timeout", "-1")]
    [InlineData("--verbose is not a flag", "--verbose")]
    [InlineData("'b' is one application too many", "a", "b")]
    [InlineData("an application and --pid exclude each other", "a", "--pid", "1")]
    public void Arguments_that_make_no_sense(string message, params string[] args) =>
        Assert.Equal(message, Assert.Throws<UsageException>(() => DoctorOptions.Parse(args)).Message);
}
