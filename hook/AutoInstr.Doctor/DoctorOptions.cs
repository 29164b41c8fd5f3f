using System.Globalization;
using AutoInstr.Cli;

namespace AutoInstr.Doctor;

/// <summary>What the command line asks for.</summary>
/// <param name="Path">The application: a folder, an assembly or a program; or <see langword="null"/>.</param>
/// <param name="ProcessId">The running process, or <see langword="null"/>.</param>
/// <param name="IsJson">Whether the report is for programs.</param>
/// <param name="Timeout">How long a receiver may take to answer.</param>
/// <param name="IsHelp">Whether help was asked for.</param>
internal sealed record DoctorOptions(string? Path, int? ProcessId, bool IsJson, TimeSpan Timeout, bool IsHelp)
{
    /// <summary>The configuration file that alone is looked at, or <see langword="null"/>.</summary>
    public string? ConfigurationFile { get; init; }

    /// <summary>What <c>--help</c> prints.</summary>
    public const string Help = """
        autoinstr doctor [FOLDER | App.dll | PROGRAM] [--format text|json] [--timeout SECONDS]
        autoinstr doctor --pid N [--format text|json] [--timeout SECONDS]
        autoinstr doctor --config FILE [--format text|json]

        Says whether an application will be traced, which of its libraries and how, and what is in the way: the kit, the environment, the
        settings, the patches, the receiver. Without an application it looks at the rest. Nothing need be installed for a library.
          autoinstr run --exporter_otlp_endpoint otel:4317 -- autoinstr doctor /app

          --pid      looks at a running process: its environment, and what it has loaded
          --config   looks at a configuration file alone, as OTEL_CONFIG_FILE names one: every mistake in it, and what it configures
          --format   text (the default) or json
          --timeout  how long the receiver may take to answer; 5 seconds, unless given

        Exit codes: 0 when everything is fine, 1 when there is a problem, 2 for a wrong argument.

        """;

    private const string Command = "doctor";
    private const double LongestTimeout = 3600;

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="UsageException">They make no sense.</exception>
    public static DoctorOptions Parse(IReadOnlyList<string> args)
    {
        var options = new DoctorOptions(null, null, false, TimeSpan.FromSeconds(5), false);
        for (var index = 0; index < args.Count; index++)
        {
            var (flag, value) = Split(args[index]);
            options = flag switch
            {
                "--help" or "-h" => options with { IsHelp = true },
                "--pid" => options with { ProcessId = ProcessIdOf(value ?? Next(args, ref index)) },
                "--config" => options with { ConfigurationFile = value ?? Next(args, ref index) },
                "--format" => options with { IsJson = IsJsonFormat(value ?? Next(args, ref index)) },
                "--timeout" => options with { Timeout = TimeoutOf(value ?? Next(args, ref index)) },
                _ when flag.StartsWith('-') => throw new UsageException($"{flag} is not a flag", Command),
                _ when options.Path is not null => throw new UsageException($"'{args[index]}' is one application too many", Command),
                _ => options with { Path = args[index] },
            };
        }
        if (options is { Path: not null, ProcessId: not null })
            throw new UsageException("an application and --pid exclude each other", Command);
        if (options.ConfigurationFile is not null && (options.Path is not null || options.ProcessId is not null))
            throw new UsageException("--config is for a file alone", Command);
        return options;
    }

    private static (string Flag, string? Value) Split(string argument)
    {
        var equals = argument.StartsWith("--", StringComparison.Ordinal) ? argument.IndexOf('=', StringComparison.Ordinal) : -1;
        return equals < 0 ? (argument, null) : (argument[..equals], argument[(equals + 1)..]);
    }

    private static string Next(IReadOnlyList<string> args, ref int index) =>
        index + 1 < args.Count ? args[++index] : throw new UsageException($"{args[index]} needs a value", Command);

    private static int ProcessIdOf(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0 ? id
            : throw new UsageException($"--pid {value} is not a process id", Command);

    private static bool IsJsonFormat(string value) => value switch
    {
        "json" => true,
        "text" => false,
        _ => throw new UsageException($"--format {value} is not one of text, json", Command),
    };

    private static TimeSpan TimeoutOf(string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) &&
        seconds is > 0 and <= LongestTimeout
            ? TimeSpan.FromSeconds(seconds)
            : throw new UsageException($"--timeout {value} is not a number of seconds", Command);
}
