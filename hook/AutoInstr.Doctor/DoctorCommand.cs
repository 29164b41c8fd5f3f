using System.Reflection;
using AutoInstr.Cli;
using AutoInstr.Doctor.Report;
using AutoInstr.Doctor.Settings;

namespace AutoInstr.Doctor;

/// <summary><c>autoinstr doctor</c>: looks at everything and says what it found.</summary>
internal static class DoctorCommand
{
    /// <summary>Runs it.</summary>
    /// <param name="args">What follows <c>doctor</c>.</param>
    /// <param name="kit">The folder of the kit.</param>
    /// <param name="output">Where the report goes.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="UsageException">The arguments make no sense.</exception>
    public static int Execute(IReadOnlyList<string> args, string kit, TextWriter output)
    {
        var options = DoctorOptions.Parse(args);
        if (options.IsHelp)
        {
            output.Write(DoctorOptions.Help);
            return ExitCode.Success;
        }
        var isColoured = !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) &&
            Environment.GetEnvironmentVariable("TERM") != "dumb";
        var version = typeof(DoctorCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        var diagnosis = options.ConfigurationFile is { } file
            ? new Diagnosis(version, file) { Sections = [new ConfigurationFileCheck(Subject.Find(options).Variable).Run(file)] }
            : new Examination(kit, version, Subject.Find(options)).Run(options.Timeout);
        if (options.IsJson)
            JsonReport.Write(diagnosis, output);
        else
            new TextReport(output, isColoured).Write(diagnosis);
        return diagnosis.Count(Mark.Problem) == 0 ? ExitCode.Success : ExitCode.Failure;
    }
}
