using AutoInstr.Cli;
using AutoInstr.Cli.Activation;
using AutoInstr.Cli.Commands;

var kit = new Kit(AppContext.BaseDirectory);
try
{
    return args switch
    {
        ["run", .. var rest] => RunCommand.Execute(rest, kit),
        ["env", .. var rest] => EnvCommand.Execute(rest, kit, Console.Out),
        ["doctor", .. var rest] => KitProgram.Execute(kit.Doctor, rest),
        ["compare", .. var rest] => KitProgram.Execute(kit.Compare, rest),
        ["collect", .. var rest] => KitProgram.Execute(kit.Viewer, rest),
        ["--version"] => Help.PrintVersion(Console.Out),
        [] or ["--help" or "-h" or "help", ..] => Help.Print(Help.Overview, Console.Out),
        _ => throw new UsageException($"'{args[0]}' is not a command"),
    };
}
catch (UsageException exception)
{
    Console.Error.WriteLine($"autoinstr: {exception.Message}; see autoinstr {exception.Command}--help");
    return ExitCode.Usage;
}
