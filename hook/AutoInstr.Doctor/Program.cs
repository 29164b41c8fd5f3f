using AutoInstr.Cli;
using AutoInstr.Doctor;

var kit = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))!;
KitAssemblies.Use(kit);
try
{
    return DoctorCommand.Execute(args, kit, Console.Out);
}
catch (UsageException exception)
{
    Console.Error.WriteLine($"autoinstr: {exception.Message}; see autoinstr {exception.Command}--help");
    return ExitCode.Usage;
}
