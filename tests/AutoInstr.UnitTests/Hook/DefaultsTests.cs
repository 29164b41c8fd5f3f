using Xunit;

namespace AutoInstr.UnitTests.Hook;

/// <summary>How settings that others have are read.</summary>
public sealed class DefaultsTests
{
    private readonly List<string> _complaints = [];

    [Fact]
    public void Lines_of_names_and_values()
    {
        Assert.Equal(
            [("OTEL_EXPORTER_OTLP_ENDPOINT", "http://otel:4317"), ("OTEL_RESOURCE_ATTRIBUTES", "a=b,c=d"), ("AUTOINSTR_REEXEC", "")],
            Read("OTEL_EXPORTER_OTLP_ENDPOINT=http://otel:4317\n\n OTEL_RESOURCE_ATTRIBUTES = a=b,c=d \r\nAUTOINSTR_REEXEC="));
        Assert.Empty(_complaints);
    }

    [Theory]
    [InlineData("PATH=/evil")]
    [InlineData("OTEL_SERVICE_NAME")]
    [InlineData("=value")]
    public void What_is_none_is_said_and_left_out(string line)
    {
        Assert.Equal([("OTEL_LOG_LEVEL", "debug")], Read($"{line}\nOTEL_LOG_LEVEL=debug"));
        Assert.Contains($"'{line}'", Assert.Single(_complaints), StringComparison.Ordinal);
    }

    private IEnumerable<(string Name, string Value)> Read(string lines) => [.. Defaults.Read(lines, _complaints.Add)];
}
