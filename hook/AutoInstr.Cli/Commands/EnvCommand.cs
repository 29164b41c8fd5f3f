using AutoInstr.Cli.Activation;
using AutoInstr.Cli.Execution;
using AutoInstr.Cli.Flags;
using AutoInstr.Cli.Formats;

namespace AutoInstr.Cli.Commands;

/// <summary><c>autoinstr env [--format F] [--kit PATH] [flags]</c>: prints the variables to
/// paste where the application is started.</summary>
internal static class EnvCommand
{
    private const string ToConfig = "--to-config";

    /// <summary>Prints the variables.</summary>
    /// <param name="args">What follows <c>env</c>.</param>
    /// <param name="kit">The kit whose files are looked at.</param>
    /// <param name="output">Where to print.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="UsageException">The arguments make no sense.</exception>
    public static int Execute(string[] args, Kit kit, TextWriter output)
    {
        var isConversion = args.Contains(ToConfig);
        var flags = FlagParser.Parse([.. args.Where(static argument => argument != ToConfig)], "env", "format", "kit");
        if (flags.IsHelp)
            return Help.Print(Help.Env, output);
        var rest = args.Where(static argument => argument != ToConfig).Skip(flags.Rest);
        if (rest.FirstOrDefault() is { } unexpected)
            throw new UsageException($"'{unexpected}' is not expected: env runs nothing", "env");
        if (isConversion)
            return Convert(flags, kit);

        var format = VariableFormat.Find(flags.Own.GetValueOrDefault("format", "shell"));
        var folder = flags.Own.GetValueOrDefault("kit", kit.Folder);
        // Such a hook would end the application that it is put before.
        if (!folder.StartsWith('/') || folder.Contains(Path.PathSeparator) || folder.Any(char.IsControl))
            throw new UsageException($"--kit {folder} is not an absolute path without '{Path.PathSeparator}'", "env");
        if (kit.FindObstacle() is { } obstacle)
        {
            Console.Error.WriteLine($"autoinstr: {obstacle}; install the kit again");
            return ExitCode.Failure;
        }

        // Written in one go: what fails half-way must not leave half a file.
        var text = new StringWriter { NewLine = "\n" };
        format.Write(text, PathVariable.For(kit, folder), flags.Variables);
        output.Write(text);
        return ExitCode.Success;
    }

    /// <summary>The agent reads the variables, so it is the doctor, which has it, that writes the file.</summary>
    private static int Convert(ParsedFlags flags, Kit kit)
    {
        if (flags.Own.Count > 0)
            throw new UsageException($"--{flags.Own.Keys.First()} is of no use with {ToConfig}", "env");
        foreach (var (name, value) in flags.Variables)
            ProcessImage.SetVariable(name, value);
        return KitProgram.ExecuteWith(kit.Doctor, ToConfig);
    }
}
