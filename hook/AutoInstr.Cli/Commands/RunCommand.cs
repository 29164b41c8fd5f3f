using AutoInstr.Cli.Activation;
using AutoInstr.Cli.Execution;
using AutoInstr.Cli.Flags;

namespace AutoInstr.Cli.Commands;

/// <summary><c>autoinstr run [flags] [--] COMMAND ARGS</c>: becomes the command, with the hook in its environment.</summary>
/// <remarks>
/// A kit that lacks its hook does not keep the application from running: it runs as it is, after one line. With
/// OTEL_DOTNET_AUTO_FAIL_FAST_ENABLED=true it does not run, and the exit code is 1.
/// </remarks>
internal static class RunCommand
{
    private const string FailFast = "OTEL_DOTNET_AUTO_FAIL_FAST_ENABLED";

    /// <summary>Runs the command.</summary>
    /// <param name="args">What follows <c>run</c>.</param>
    /// <param name="kit">The kit to activate.</param>
    /// <returns>Only when the command could not be executed: the exit code.</returns>
    /// <exception cref="UsageException">The arguments make no sense.</exception>
    public static int Execute(string[] args, Kit kit)
    {
        var flags = FlagParser.Parse(args, "run");
        if (flags.IsHelp)
            return Help.Print(Help.Run, Console.Out);
        if (flags.Rest == args.Length)
            throw new UsageException("there is no command to run", "run");

        if (kit.FindObstacle() is { } obstacle)
        {
            var failFast = flags.Variables.GetValueOrDefault(FailFast) ?? Environment.GetEnvironmentVariable(FailFast);
            if (string.Equals(failFast?.Trim(), "true", StringComparison.OrdinalIgnoreCase))
            {
                Console.Error.WriteLine($"autoinstr: {obstacle}; install the kit again ({FailFast}=true: the command is not run)");
                return ExitCode.Failure;
            }
            Console.Error.WriteLine($"autoinstr: {obstacle}; the command runs without instrumentation");
        }
        else
        {
            foreach (var variable in PathVariable.For(kit, kit.Folder))
                ProcessImage.SetVariable(variable.Name, variable.AppendTo(Environment.GetEnvironmentVariable(variable.Name)));
        }

        foreach (var (name, value) in flags.Variables)
            ProcessImage.SetVariable(name, value);
        return ProcessImage.Replace(CommandLine.OfLastArguments(args[flags.Rest..]));
    }
}
