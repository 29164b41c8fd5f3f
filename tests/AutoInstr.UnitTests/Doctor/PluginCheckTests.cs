using AutoInstr.Doctor.Report;
using AutoInstr.Doctor.Settings;
using Xunit;

namespace AutoInstr.UnitTests.Doctor;

public sealed class PluginCheckTests : IDisposable
{
    /// <summary>A class of the assembly that stands for one of plug-ins, which refers to the class that they derive from.</summary>
    private const string Class = "AutoInstr.Agent.Plugins.PluginSet";

    private readonly string _folder = Directory.CreateTempSubdirectory("autoinstr-doctor-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Plug_ins_that_are_there()
    {
        var agent = typeof(Agent.Plugins.PluginSet).Assembly.Location;
        File.Copy(agent, Path.Combine(_folder, "Mine.dll"));

        Assert.Equal([$"{Class} of " + Path.Combine(_folder, "Mine.dll"), agent],
            Run(Class + ", Mine, Version=1.0.0.0", agent).Findings.Select(static finding => finding.Text));
    }

    [Theory]
    [InlineData("/nowhere/Mine.dll", "OTEL_DOTNET_AUTO_PLUGINS: '/nowhere/Mine.dll': there is no /nowhere/Mine.dll")]
    [InlineData("Mine.One, Mine", "OTEL_DOTNET_AUTO_PLUGINS: 'Mine.One, Mine': there is no ")]
    [InlineData("Mine", "neither a file that ends in .dll nor the assembly-qualified name of a class")]
    [InlineData("text.dll", "text.dll is not an assembly that can be read")]
    [InlineData("other.dll", "other.dll has no class that derives from AutoInstr.Plugins.Plugin")]
    public void Plug_ins_that_are_none(string entry, string problem)
    {
        File.WriteAllText(Path.Combine(_folder, "text.dll"), "text");
        File.Copy(typeof(Xunit.Assert).Assembly.Location, Path.Combine(_folder, "other.dll"));
        Run(entry).HasProblem("plugin", problem);
    }

    [Fact]
    public void A_class_that_is_not_there()
    {
        File.Copy(typeof(Agent.Plugins.PluginSet).Assembly.Location, Path.Combine(_folder, "Mine.dll"));
        Run("Mine.Nope, Mine").HasProblem("plugin", "there is no type Mine.Nope in ");
    }

    [Fact]
    public void Paths_are_the_application_s()
    {
        File.Copy(typeof(Agent.Plugins.PluginSet).Assembly.Location, Path.Combine(_folder, "Mine.dll"));
        var section = new PluginCheck(["/nowhere"], path => _folder + path).Run(["/Mine.dll", Class + ", /Mine.dll"]);
        Assert.Equal([Mark.Ok, Mark.Ok], section.Findings.Select(static finding => finding.Mark));
    }

    private Section Run(params string[] entries) => new PluginCheck([_folder], static path => path).Run(entries);
}
