using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.SelfLog;
using Xunit;

namespace AutoInstr.UnitTests.Configuration;

public sealed class AgentSettingsTests
{
    [Theory]
    [InlineData("", "tracecontext,baggage")]
    [InlineData("b3", "b3")]
    [InlineData("XRay, tracecontext,xray,jaeger,ottrace,b3multi", "xray,tracecontext,jaeger,ottrace,b3multi")]
    [InlineData("none", "")]
    public void Propagators(string value, string propagators) =>
        Assert.Equal(propagators, string.Join(',', new TestEnvironment(("OTEL_PROPAGATORS", value)).ReadClean().Propagators));

    [Fact]
    public void A_wrong_propagator_is_reported() =>
        new TestEnvironment(("OTEL_PROPAGATORS", "w3c")).ReadWithReport(
            "OTEL_PROPAGATORS: 'w3c' is not known (tracecontext, baggage, b3, b3multi, jaeger, xray, ottrace and none are); " +
            "tracecontext,baggage is used");

    [Theory]
    [InlineData("", ExistingSdkMode.Defer)]
    [InlineData("defer", ExistingSdkMode.Defer)]
    [InlineData("Defer-All", ExistingSdkMode.DeferAll)]
    [InlineData("both", ExistingSdkMode.Both)]
    internal void Existing_SDK(string value, ExistingSdkMode mode) =>
        Assert.Equal(mode, new TestEnvironment(("AUTOINSTR_EXISTING_SDK", value)).ReadClean().ExistingSdk);

    [Theory]
    [InlineData("none", LogLevel.None)]
    [InlineData("error", LogLevel.Error)]
    [InlineData("WARN", LogLevel.Warn)]
    [InlineData("warning", LogLevel.Warn)]
    [InlineData("info", LogLevel.Info)]
    [InlineData("Information", LogLevel.Info)]
    [InlineData("debug", LogLevel.Debug)]
    internal void Log_level(string value, LogLevel level) =>
        Assert.Equal(level, new TestEnvironment(("OTEL_LOG_LEVEL", value)).ReadClean().SelfLog.Level);

    [Fact]
    public void Self_log()
    {
        var log = new TestEnvironment(
            ("OTEL_DOTNET_AUTO_LOGGER", "FILE"),
            ("OTEL_DOTNET_AUTO_LOG_DIRECTORY", "/logs"),
            ("OTEL_DOTNET_AUTO_LOG_FILE_SIZE", "2048")).ReadClean().SelfLog;
        Assert.Equal(new SelfLogSettings { Sink = "file", Directory = "/logs", FileSize = 2048 }, log);
    }

    [Fact]
    public void Shutdown()
    {
        var settings =
            new TestEnvironment(("AUTOINSTR_SHUTDOWN_TIMEOUT", "0"), ("OTEL_DOTNET_AUTO_FLUSH_ON_UNHANDLEDEXCEPTION", "false")).ReadClean();
        Assert.Equal((TimeSpan.Zero, false), (settings.ShutdownTimeout, settings.FlushOnUnhandledException));
    }

    [Theory]
    [InlineData("AUTOINSTR_EXISTING_SDK", "yes", "'yes' is not one of defer, defer-all, both; defer is used")]
    [InlineData("AUTOINSTR_SHUTDOWN_TIMEOUT", "5s", "'5s' is not a whole number of at least 0; 5000 is used")]
    [InlineData("OTEL_DOTNET_AUTO_FLUSH_ON_UNHANDLEDEXCEPTION", "on", "'on' is neither true nor false; true is used")]
    [InlineData("OTEL_DOTNET_AUTO_TRACES_ENABLED", "disabled", "'disabled' is neither true nor false; true is used")]
    [InlineData("OTEL_DOTNET_AUTO_GRAPHQL_SET_DOCUMENT", "1", "'1' is neither true nor false; false is used")]
    [InlineData("OTEL_LOG_LEVEL", "verbose", "'verbose' is not one of none, error, warn, info, debug, warning, information; warn is used")]
    [InlineData("OTEL_DOTNET_AUTO_LOGGER", "syslog", "'syslog' is not one of console, file, none; console is used")]
    [InlineData("OTEL_DOTNET_AUTO_LOG_FILE_SIZE", "10MB", "'10MB' is not a whole number of at least 1024; 10485760 is used")]
    [InlineData("OTEL_RESOURCE_ATTRIBUTES", "flag", "'flag' is not of the form key=value; none of the list is used")]
    [InlineData("AUTOINSTR_EXCLUDED_URLS", "(", "'(' is not a regular expression; the rest of the list is used")]
    public void A_wrong_value_is_reported(string name, string value, string report) =>
        new TestEnvironment((name, value)).ReadWithReport($"{name}: {report}");

    [Fact]
    public void A_value_is_shown_on_one_line_and_not_at_any_length()
    {
        var environment = new TestEnvironment(("OTEL_LOG_LEVEL", "a\nb\u001b[31m" + new string('x', 5000)));
        environment.Read();
        var report = Assert.Single(environment.Reports);
        Assert.DoesNotContain(report, char.IsControl);
        Assert.InRange(report.Length, 100, 300);
    }

    [Fact]
    public void Service_name_and_resource_attributes()
    {
        var resource = new TestEnvironment(
            ("OTEL_SERVICE_NAME", " appzin "),
            ("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=prod, a%20b=c%2Cd%3De ,empty=,k%c3%BC=100%25")).ReadClean().Resource;
        Assert.Equal("appzin", resource.ServiceName);
        Assert.Equal(
            [new("deployment.environment.name", "prod"), new("a b", "c,d=e"), new("empty", ""), new("kü", "100%")], resource.Attributes);
    }

    [Theory]
    [InlineData("a=1,b=100%,c=3", "b=100%")]
    [InlineData("a=1,b=%2", "b=%2")]
    [InlineData("a=1,b=%zz", "b=%zz")]
    [InlineData("a=1,b=% 1", "b=% 1")]
    [InlineData("a=1,%ff=2", "%ff=2")]
    [InlineData("a=1,b=%c3%28", "b=%c3%28")]
    public void Resource_attributes_that_cannot_be_decoded_are_void(string value, string entry)
    {
        var environment = new TestEnvironment(("OTEL_RESOURCE_ATTRIBUTES", value));
        var settings = environment.ReadWithReport($"OTEL_RESOURCE_ATTRIBUTES: '{entry}' is not percent-encoded; none of the list is used");
        Assert.Empty(settings.Resource.Attributes);
    }

    [Theory]
    [InlineData("a=1,nothing,b=3", "nothing")]
    [InlineData("a=1,=2,b=3", "=2")]
    public void Resource_attributes_of_another_form_are_void(string value, string entry)
    {
        var environment = new TestEnvironment(("OTEL_RESOURCE_ATTRIBUTES", value));
        var settings = environment.ReadWithReport(
            $"OTEL_RESOURCE_ATTRIBUTES: '{entry}' is not of the form key=value; none of the list is used");
        Assert.Empty(settings.Resource.Attributes);
    }

    [Theory]
    [InlineData("", "", true)]
    [InlineData("false", "", false)]
    [InlineData("false", "true", true)]
    [InlineData("", "false", false)]
    public void The_nearest_switch_of_a_detector_wins(string all, string one, bool enabled)
    {
        var environment = new TestEnvironment(
            ("OTEL_DOTNET_AUTO_RESOURCE_DETECTOR_ENABLED", all), ("OTEL_DOTNET_AUTO_HOST_RESOURCE_DETECTOR_ENABLED", one));
        Assert.Equal(enabled, environment.ReadClean().Resource.IsDetectorEnabled("HOST"));
    }
}
