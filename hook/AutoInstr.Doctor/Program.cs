using AutoInstr.Cli;
using AutoInstr.Doctor;
using AutoInstr.Doctor.Conversion;

var kit = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))!;
KitAssemblies.Use(kit);
try
{
    return args is [ConversionCommand.Argument] ? ConversionCommand.Execute(Console.Out, Console.Error)
        : DoctorCommand.Execute(args, kit, Console.Out);
}
catch (UsageException exception)
{
    Console.Error.WriteLine($"autoinstr: {exception.Message}; see autoinstr {exception.Command}--help");
    return ExitCode.Usage;
}
