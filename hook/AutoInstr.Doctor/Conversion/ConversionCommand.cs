using AutoInstr.Agent.Metrics;
using AutoInstr.Agent.Sources;
using AutoInstr.Cli;

namespace AutoInstr.Doctor.Conversion;

/// <summary>What <c>autoinstr env --to-config</c> becomes: the variables of this process as a configuration file.</summary>
internal static class ConversionCommand
{
    /// <summary>The argument by which this program is asked for it.</summary>
    public const string Argument = "--to-config";

    /// <summary>Prints the file.</summary>
    /// <param name="output">Where.</param>
    /// <param name="errors">Takes what is wrong with the variables.</param>
    /// <returns>The exit code.</returns>
    public static int Execute(TextWriter output, TextWriter errors)
    {
        var environment = Subject.Find(DoctorOptions.Parse([])).Environment;
        var ids = Catalogue.Create().Select(static row => row.Id).Concat(MeterCatalogue.Create().Select(static row => row.Id)).ToHashSet();
        // Written in one go: what fails half-way must not leave half a file.
        var file = new StringWriter();
        new ConfigurationWriter(environment, ids).Write(file, line => errors.WriteLine("autoinstr: " + line));
        output.Write(file);
        return ExitCode.Success;
    }
}
