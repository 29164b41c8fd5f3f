using System.Reflection;
using AutoInstr.Cli.Flags;

namespace AutoInstr.Cli.Commands;

/// <summary>What <c>--help</c> and <c>--version</c> print.</summary>
internal static class Help
{
    /// <summary>The commands.</summary>
    public const string Overview = """
        autoinstr: OpenTelemetry for .NET applications, without touching their code

          autoinstr run [FLAGS] [--] COMMAND [ARGUMENTS]   run a command with instrumentation
          autoinstr env [FLAGS] [--format FORMAT]          print the variables that do the same in a Dockerfile, a shell, Compose, Kubernetes
          autoinstr doctor [FOLDER | App.dll | --pid N | --config FILE]
                                                           say whether an application will be traced, and what is in the way
          autoinstr collect [ARGUMENTS]                    receive telemetry over OTLP and show it
          autoinstr compare --run FILE | --manual FILE --automatic FILE
                                                           compare what an application sends by hand with what the hook sends for it

        autoinstr COMMAND --help tells more; autoinstr --version prints the version.

        """;

    /// <summary>The command that runs an application.</summary>
    public static string Run => $"""
        autoinstr run [FLAGS] [--] COMMAND [ARGUMENTS]

        Becomes the command, with the startup hook in its environment: no process stays in between, signals and exit code are the command's.
          autoinstr run --service_name orders --traces_exporter console,otlp -- dotnet Orders.dll

        Every setting is a flag: the variable's name in lower case, without OTEL_, with underscores or dashes, its value behind a space or an
        equals sign. A flag wins over the variable.

        Exit codes: the command's; 127 when it is not found, 126 when it cannot be executed, 2 for a wrong flag. A damaged kit does not keep
        the command from running, unless OTEL_DOTNET_AUTO_FAIL_FAST_ENABLED is true: then 1.

        {Flags()}
        """;

    /// <summary>The command that prints variables.</summary>
    public static string Env => $"""
        autoinstr env [--format dockerfile|shell|compose|k8s] [--kit PATH] [FLAGS]
        autoinstr env --to-config [FLAGS]

        Prints what to paste where the application is started.
          eval "$(autoinstr env --service_name orders)"
          autoinstr env --format dockerfile --kit /autoinstr --exporter_otlp_endpoint otel:4317

          --format   dockerfile (ENV lines), shell (export lines, the default), compose (under a service), k8s (under a container)
          --to-config  prints the configuration file (OTEL_CONFIG_FILE) that says what the variables and flags say
          --kit      where the kit will be when the application runs; where it is now, unless given

        {Flags()}
        """;

    /// <summary>Prints a text.</summary>
    /// <returns>The exit code.</returns>
    public static int Print(string text, TextWriter output)
    {
        output.Write(text);
        return ExitCode.Success;
    }

    /// <summary>Prints the version.</summary>
    /// <returns>The exit code.</returns>
    public static int PrintVersion(TextWriter output)
    {
        output.WriteLine(typeof(Help).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);
        return ExitCode.Success;
    }

    private static string Flags() => string.Join('\n', FlagTable.Sections.Select(section =>
        $"{section.Title}\n{string.Concat(section.Flags.Select(Describe))}"));

    private static string Describe(Flag flag)
    {
        var (_, fallback, description) = flag.Setting;
        var text = $"  --{flag.Name}\n";
        if (description.Length > 0)
            text += $"      {description.Replace("`", "")}{(fallback.Length > 0 ? $" Default: {fallback}." : "")}\n";
        return text;
    }
}
