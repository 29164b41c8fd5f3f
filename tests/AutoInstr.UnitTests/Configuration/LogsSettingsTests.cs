using AutoInstr.Agent.Configuration;
using Xunit;

namespace AutoInstr.UnitTests.Configuration;

public sealed class LogsSettingsTests
{
    [Fact]
    public void Everything_has_the_default_of_the_specification()
    {
        var logs = new TestEnvironment().ReadClean().Logs;

        Assert.True(logs.AreExported);
        Assert.Equal(["otlp"], logs.Exporters);
        Assert.Equal("http://localhost:4318/v1/logs", logs.Otlp.Endpoint.Address);
        Assert.Equal(
            (2048, 512, 1000, 30000), (logs.Batch.MaxQueueSize, logs.Batch.MaxExportBatchSize, logs.Batch.ScheduleDelay,
                logs.Batch.ExportTimeout));
        Assert.Equal((false, false), (logs.IncludeFormattedMessage, logs.Correlation));
        Assert.All(LogsSettings.Libraries, id => Assert.True(logs.Concern(id)));
    }

    [Theory]
    [InlineData("console", "console")]
    [InlineData("otlp, Console", "otlp,console")]
    [InlineData("none", "")]
    public void Exporters(string value, string exporters) =>
        Assert.Equal(exporters, string.Join(',', new TestEnvironment(("OTEL_LOGS_EXPORTER", value)).ReadClean().Logs.Exporters));

    [Theory]
    [InlineData("OTEL_LOGS_EXPORTER", "zipkin", "'zipkin' is not known (otlp, console and none are); otlp is used")]
    [InlineData("OTEL_BLRP_SCHEDULE_DELAY", "soon", "'soon' is not a whole number of at least 1; 1000 is used")]
    [InlineData("OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT", "-1", "'-1' is not a whole number of at least 0; 128 is used")]
    [InlineData("AUTOINSTR_LOGS_CORRELATION", "yes", "'yes' is neither true nor false; false is used")]
    [InlineData("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", "://",
        "'://' is neither an http or https address nor host:port; http://localhost:4318 is used")]
    public void What_is_wrong_is_reported(string name, string value, string report) =>
        new TestEnvironment((name, value)).ReadWithReport($"{name}: {report}");

    [Theory]
    [InlineData("OTEL_DOTNET_AUTO_LOGS_ENABLED", "false", "")]
    [InlineData("OTEL_DOTNET_AUTO_LOGS_INSTRUMENTATION_ENABLED", "false", "")]
    [InlineData("OTEL_DOTNET_AUTO_INSTRUMENTATION_ENABLED", "false", "")]
    [InlineData("OTEL_DOTNET_AUTO_LOGS_NLOG_INSTRUMENTATION_ENABLED", "false", "ILOGGER SERILOG LOG4NET")]
    [InlineData("OTEL_LOGS_EXPORTER", "none", "")]
    public void Libraries_can_be_switched_off(string name, string value, string libraries)
    {
        var logs = new TestEnvironment((name, value)).ReadClean().Logs;

        Assert.Equal(libraries, string.Join(' ', LogsSettings.Libraries.Where(logs.Concern)));
    }

    [Fact]
    public void Correlation_alone_needs_the_libraries_too()
    {
        var logs = new TestEnvironment(("OTEL_LOGS_EXPORTER", "none"), ("AUTOINSTR_LOGS_CORRELATION", "true")).ReadClean().Logs;

        Assert.False(logs.AreExported);
        Assert.All(LogsSettings.Libraries, id => Assert.True(logs.Concern(id)));
    }
}
