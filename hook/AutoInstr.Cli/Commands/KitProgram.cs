using AutoInstr.Cli.Execution;

namespace AutoInstr.Cli.Commands;

/// <summary><c>autoinstr collect</c>, <c>compare</c> and <c>doctor</c> with their arguments: becomes another program of the
/// kit.</summary>
internal static class KitProgram
{
    /// <summary>Runs it.</summary>
    /// <param name="program">Its assembly.</param>
    /// <param name="args">Its own arguments.</param>
    /// <returns>Only when it could not be executed: the exit code.</returns>
    public static int Execute(string program, string[] args) => Execute(program, () => CommandLine.OfLastArguments(args));

    /// <summary>Runs it with arguments that this program was not given.</summary>
    /// <param name="program">Its assembly.</param>
    /// <param name="args">Its arguments.</param>
    /// <returns>Only when it could not be executed: the exit code.</returns>
    public static int ExecuteWith(string program, params string[] args) => Execute(program, () => CommandLine.Of(args));

    private static int Execute(string program, Func<CommandLine> arguments)
    {
        if (!File.Exists(program))
        {
            Console.Error.WriteLine($"autoinstr: {program} is missing; install the kit again");
            return ExitCode.Failure;
        }
        if (Muxer.Find(Environment.GetEnvironmentVariable) is not { } dotnet)
        {
            Console.Error.WriteLine("autoinstr: no dotnet program was found; set DOTNET_ROOT to the folder that has it");
            return ExitCode.Failure;
        }
        return ProcessImage.Replace(
            new CommandLine([.. CommandLine.Of(dotnet, "exec", program).Arguments, .. arguments().Arguments]));
    }
}
