using AutoInstr.Agent.SelfLog;

namespace AutoInstr.Agent.Configuration.File;

/// <summary>The file as a whole: what it configures, and everything that holds for all signals.</summary>
internal static class RootReader
{
    private static readonly string[] Severities = ["trace", "debug", "info", "warn", "error", "fatal"];

    /// <summary>The names of severities, from 1 to 24: <c>trace</c>, <c>trace2</c>, ...</summary>
    public static string[] SeverityNames { get; } =
        [.. Severities.SelectMany(static name => new[] { name, name + "2", name + "3", name + "4" })];

    /// <summary>Reads it.</summary>
    /// <param name="file">The root.</param>
    /// <param name="selfLog">What holds of the agent's own log where the file says nothing.</param>
    /// <exception cref="UnusableFileException">It is of no format that is known.</exception>
    public static AgentSettings Read(FileSection file, SelfLogSettings selfLog)
    {
        CheckFormat(file);
        var distribution = DistributionReader.Read(file, selfLog);
        var instrumentation = InstrumentationReader.Read(file);
        var limits = file.Child("attribute_limits", "AttributeLimits", new LimitSettings(), LimitReader.ReadGeneral);
        return new AgentSettings
        {
            Disabled = file.Boolean("disabled", false),
            SelfLog = file.Has("log_level") ? distribution.SelfLog with { Level = ReadLevel(file) } : distribution.SelfLog,
            Traces = TracerProviderReader.Read(file, limits, distribution, instrumentation),
            Metrics = MeterProviderReader.Read(file, distribution, instrumentation),
            Logs = LoggerProviderReader.Read(file, limits, distribution, instrumentation),
            Resource = ResourceReader.Read(file),
            Propagators = file.Child("propagator", "Propagator", [], PropagatorReader.Read),
            Plugins = distribution.Plugins,
            ExistingSdk = distribution.ExistingSdk,
            ShutdownTimeout = distribution.ShutdownTimeout,
            FlushOnUnhandledException = distribution.FlushOnUnhandledException,
        };
    }

    /// <summary>Minor versions only add to the format.</summary>
    private static void CheckFormat(FileSection file)
    {
        const string name = "file_format";
        if (file.Text(name, isLoose: true) is not { } format)
            throw new UnusableFileException(file.Position, $"{name} is missing (file_format: \"1.0\")");
        if (format == "1.0")
            return;
        if (format.StartsWith("1.", StringComparison.Ordinal) && int.TryParse(format.AsSpan(2), out _))
            file.Say(name, $"'{format}' is newer than 1.0, which is known here; what 1.0 does not have is left out");
        else
            throw new UnusableFileException(
                file.Value(name)!.Position, $"{name}: {Quoted.Value(format)} is not a format that is known here, 1.0 is");
    }

    private static LogLevel ReadLevel(FileSection file)
    {
        var name = file.Choice("log_level", "warn", SeverityNames);
        return (Array.IndexOf(SeverityNames, name) / 4) switch
        {
            0 or 1 => LogLevel.Debug,
            2 => LogLevel.Info,
            3 => LogLevel.Warn,
            _ => LogLevel.Error,
        };
    }
}
