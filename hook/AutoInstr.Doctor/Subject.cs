using System.Collections;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AutoInstr.Doctor.Application;

namespace AutoInstr.Doctor;

/// <summary>What is looked at.</summary>
internal sealed class Subject
{
    private const string ConfigurationFile = "OTEL_CONFIG_FILE";

    private Subject(DoctorOptions options)
    {
        if (options.ProcessId is { } id)
        {
            Process = RunningProcess.Open(id);
            Application = Process.FindApplication();
            Name = $"process {id}, {string.Join(' ', Process.Arguments)}";
            Adopt(Process.Environment);
        }
        else if (options.Path is { } path)
        {
            Application = ApplicationFinder.Find(path);
            Name = Path.GetFullPath(path);
        }
        try
        {
            ApplyDefaults();
        }
        catch (Exception exception) when (exception is IOException or BadImageFormatException)
        {
            // The hook is missing or damaged, as the check of the kit is going to say.
        }
        Environment = Variables();
    }

    /// <summary>What it is, in words; <see langword="null"/> when only kit and environment are looked at.</summary>
    public string? Name { get; }

    /// <summary>The application.</summary>
    public DotnetApplication? Application { get; }

    /// <summary>The running process.</summary>
    public RunningProcess? Process { get; }

    /// <summary>The environment that the application has or will have.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>The same, with the configuration file as this program can open it.</summary>
    public IReadOnlyDictionary<string, string> SettingsEnvironment =>
        Process is not null && Environment.GetValueOrDefault(ConfigurationFile) is { Length: > 0 } file && file.StartsWith('/')
            ? new Dictionary<string, string>(Environment, StringComparer.Ordinal) { [ConfigurationFile] = ToOwnPath(file) } : Environment;

    /// <summary>The machine that the application is for, as the runtime names it; <see langword="null"/> for this one.</summary>
    public string? Machine => Process is { } process
        ? (process.IsMusl ? "linux-musl-" : "linux-") + RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()
        : Application?.RuntimeIdentifier;

    /// <summary>Finds it.</summary>
    /// <exception cref="Cli.UsageException">There is none.</exception>
    public static Subject Find(DoctorOptions options) => new(options);

    /// <summary>The value of a variable, or <see langword="null"/>.</summary>
    public string? Variable(string name) => Environment.GetValueOrDefault(name);

    /// <summary>A path of the application's as this program can open it.</summary>
    public string ToOwnPath(string path) => Process?.ToOwnPath(path) ?? path;

    /// <summary>By itself, for it needs the hook's assembly as soon as it is compiled.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ApplyDefaults() => Defaults.Apply();

    /// <summary>What reads the environment here, such as the hook's switches and the proxy of an exporter,
    /// is to read the process's.</summary>
    private static void Adopt(IReadOnlyDictionary<string, string> environment)
    {
        foreach (var name in Variables().Keys.Except(environment.Keys))
            System.Environment.SetEnvironmentVariable(name, null);
        foreach (var (name, value) in environment)
            System.Environment.SetEnvironmentVariable(name, value);
    }

    private static Dictionary<string, string> Variables() => System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "", StringComparer.Ordinal);
}
