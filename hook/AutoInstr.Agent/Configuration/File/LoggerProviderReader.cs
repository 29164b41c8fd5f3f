namespace AutoInstr.Agent.Configuration.File;

/// <summary>Logs.</summary>
internal static class LoggerProviderReader
{
    /// <summary>Reads it.</summary>
    /// <param name="file">The root; without a provider no logs are exported.</param>
    /// <param name="limits">The limits of all signals.</param>
    /// <param name="distribution">What this agent alone has.</param>
    /// <param name="instrumentation">What is instrumented.</param>
    public static LogsSettings Read(
        FileSection file, LimitSettings limits, DistributionSettings distribution, InstrumentationSettings instrumentation)
    {
        var settings = new LogsSettings
        {
            Exporters = [],
            IncludeFormattedMessage = instrumentation.IncludeFormattedMessage,
            Correlation = instrumentation.LogsCorrelation,
            IsInstrumentationEnabled = instrumentation.Logs,
        };
        return file.Child("logger_provider", "LoggerProvider", settings, section => settings with
        {
            HasPlugins = distribution.Plugins.Count > 0,
            Processors = new ProcessorReader(Signal.Logs, "LogRecord", settings.Batch, distribution).Read(section),
            Limits = LimitReader.ReadOfLogs(section, limits),
            Loggers = ScopeRulesReader.Read(section, "Logger", ReadRule, new LoggerRule(true, 0, false)),
        });
    }

    private static LoggerRule ReadRule(FileSection section) => new(
        section.Boolean("enabled", true),
        section.Has("minimum_severity")
            ? Array.IndexOf(RootReader.SeverityNames, section.Choice("minimum_severity", "trace", RootReader.SeverityNames)) + 1 : 0,
        section.Boolean("trace_based", false));
}
