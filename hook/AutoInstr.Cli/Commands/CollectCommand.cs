using AutoInstr.Cli.Activation;
using AutoInstr.Cli.Execution;

namespace AutoInstr.Cli.Commands;

/// <summary><c>autoinstr collect ARGS</c>: becomes the kit's receiver.</summary>
internal static class CollectCommand
{
    /// <summary>Runs the receiver.</summary>
    /// <param name="args">What follows <c>collect</c>; the receiver's own arguments.</param>
    /// <param name="kit">The kit that has the receiver.</param>
    /// <returns>Only when it could not be executed: the exit code.</returns>
    public static int Execute(string[] args, Kit kit)
    {
        if (!File.Exists(kit.Viewer))
        {
            Console.Error.WriteLine($"autoinstr: {kit.Viewer} is missing; install the kit again");
            return ExitCode.Failure;
        }
        if (Muxer.Find(Environment.GetEnvironmentVariable) is not { } dotnet)
        {
            Console.Error.WriteLine("autoinstr: no dotnet program was found; set DOTNET_ROOT to the folder that has it");
            return ExitCode.Failure;
        }
        var own = CommandLine.OfLastArguments(args);
        return ProcessImage.Replace(new CommandLine([.. CommandLine.Of(dotnet, "exec", kit.Viewer).Arguments, .. own.Arguments]));
    }
}
