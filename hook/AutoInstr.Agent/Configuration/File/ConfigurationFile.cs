using System.Text;

namespace AutoInstr.Agent.Configuration.File;

/// <summary>OTEL_CONFIG_FILE: settings in a file, in OpenTelemetry's declarative configuration.</summary>
/// <remarks>https://opentelemetry.io/docs/specs/otel/configuration/, and the schema 1.0 of
/// https://github.com/open-telemetry/opentelemetry-configuration.</remarks>
internal static class ConfigurationFile
{
    /// <summary>Beyond what people write.</summary>
    private const int LargestFile = 1024 * 1024;

    /// <summary>Reads the settings of a file. Nothing is read from the environment but what the file refers to.</summary>
    /// <param name="path">The file.</param>
    /// <param name="variable">Gives the value of an environment variable, or <see langword="null"/>.</param>
    /// <param name="selfLog">What the variables say of the agent's own log, which holds where the file says nothing.</param>
    /// <param name="report">Takes one line for each mistake.</param>
    public static ReadFile Read(string path, Func<string, string?> variable, SelfLogSettings selfLog, Action<string> report)
    {
        var mistakes = new Mistakes(path);
        var context = new FileContext(mistakes);
        var substitution = new Substitution(variable);
        var settings = new AgentSettings { SelfLog = selfLog, Disabled = true, IsFileUnusable = true };
        try
        {
            if (Load(path, out var obstacle) is not { } text)
                mistakes.Add($"{obstacle}; the application runs without telemetry");
            else if (YamlReader.Read(text, substitution, mistakes) is YamlMapping root)
                settings = FileSection.Root(context, root, "OpenTelemetryConfiguration", section => RootReader.Read(section, selfLog));
            else
                mistakes.Add("this is not a mapping with file_format in it; the application runs without telemetry");
        }
        catch (UnusableFileException exception)
        {
            mistakes.Add(exception.Position, $"{exception.Message}; the application runs without telemetry");
        }
        foreach (var mistake in mistakes.Lines)
            report(mistake);
        return new ReadFile(settings, substitution.Undefined, context.Properties);
    }

    private static StringReader? Load(string path, out string? obstacle)
    {
        try
        {
            using var file = System.IO.File.OpenText(path);
            var text = new StringBuilder();
            var part = new char[4096];
            int length;
            while ((length = file.Read(part, 0, part.Length)) > 0 && text.Length <= LargestFile)
                text.Append(part, 0, length);
            obstacle = text.Length > LargestFile ? "this is larger than 1 MB" : null;
            return obstacle is null ? new StringReader(text.ToString()) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or
            NotSupportedException)
        {
            obstacle = exception switch
            {
                FileNotFoundException or DirectoryNotFoundException => "there is no such file",
                UnauthorizedAccessException => "access is denied",
                _ => $"this cannot be read ({exception.Message})",
            };
            return null;
        }
    }
}

/// <summary>What was read of a file.</summary>
/// <param name="Settings">The settings; switched off where the file is of no use.</param>
/// <param name="Undefined">Variables that the file refers to without a default and that are not set.</param>
/// <param name="Properties">The properties that its readers know, by the type of section.</param>
internal sealed record ReadFile(
    AgentSettings Settings, IReadOnlyList<string> Undefined, IReadOnlyDictionary<string, SortedSet<string>> Properties);
