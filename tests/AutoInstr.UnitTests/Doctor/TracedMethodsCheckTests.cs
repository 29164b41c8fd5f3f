using AutoInstr.Agent.Configuration;
using AutoInstr.Doctor.Application;
using AutoInstr.Doctor.Coverage;
using AutoInstr.Doctor.Report;
using AutoInstr.Doctor.Settings;
using AutoInstr.Patching.TracedMethods;
using Xunit;

namespace AutoInstr.UnitTests.Doctor;

public sealed class TracedMethodsCheckTests
{
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);

    [Fact]
    public void None() => Assert.Empty(Run(isNeeded: false).Findings);

    [Fact]
    public void Some()
    {
        _environment["AUTOINSTR_TRACE_METHODS"] = "App.Orders.*;App.Invoice.Total";
        Assert.Equal(Mark.Ok, Run(isNeeded: true).Single("methods").Mark);
    }

    [Fact]
    public void What_the_engine_complains_of()
    {
        _environment["AUTOINSTR_TRACE_METHODS"] = "App.Orders.*;*oops";
        Run(isNeeded: true).HasProblem("setting", "AUTOINSTR_TRACE_METHODS: '*oops' is neither");
    }

    [Fact]
    public void Switched_off()
    {
        _environment["AUTOINSTR_TRACE_METHODS"] = "App.Orders.*";
        _environment["OTEL_DOTNET_AUTO_TRACES_METHODS_INSTRUMENTATION_ENABLED"] = "false";
        Assert.Equal(Mark.Note, Run(isNeeded: false).Single("methods").Mark);
    }

    [Fact]
    public void How_many_methods_a_pattern_fits()
    {
        _environment["AUTOINSTR_TRACE_METHODS"] =
            "AutoInstr.UnitTests.Doctor.TracedMethodsCheckTests.Some;AutoInstr.UnitTests.Doctor.*;AutoInstr.UnitTests.Doctors.*";
        var findings = Run(isNeeded: true, [OwnAssembly("Tests"), OwnAssembly("Tests")]).Findings.Where(static finding =>
            finding.Id == "pattern").ToList();
        Assert.Equal([Mark.Ok, Mark.Ok, Mark.Note], findings.Select(static finding => finding.Mark));
        Assert.Equal("AutoInstr.UnitTests.Doctor.TracedMethodsCheckTests.Some fits 1 method", findings[0].Text);
        Assert.Equal("AutoInstr.UnitTests.Doctors.* fits no method of the application's assemblies", findings[2].Text);
    }

    [Theory]
    [InlineData("AutoInstr.UnitTests.*")]
    [InlineData("AutoInstr.UnitTests.Doctor.TracedMethodsCheckTests.*")]
    [InlineData("AutoInstr.UnitTests.Doctor.TracedMethodsCheckTests.Generic.Of")]
    [InlineData("AutoInstr.UnitTests.Doctor.TracedMethodsCheckTests.Generic.get_Value")]
    [InlineData("AutoInstr.UnitTests.Doctor.TracedMethodsCheckTests.Generic.None")]
    public void They_are_those_that_the_engine_finds(string pattern)
    {
        var parsed = MethodPattern.Parse(pattern)!;
        Assert.Equal(
            TracedMethodFinder.Find(typeof(TracedMethodsCheckTests).Assembly, [parsed]).Count(),
            Assert.Single(TracedMethodSearch.Count([OwnAssembly("Tests")], [parsed])));
    }

    [Fact]
    public void The_frameworks_own_are_not_looked_through() => Assert.Equal(
        [0], TracedMethodSearch.Count([OwnAssembly("System.Tests")], [MethodPattern.Parse("AutoInstr.UnitTests.*")!]));

    private static Library OwnAssembly(string name) =>
        new(name) { Open = static () => File.OpenRead(typeof(TracedMethodsCheckTests).Assembly.Location) };

    private Section Run(bool isNeeded, IReadOnlyList<Library>? libraries = null)
    {
        var settings = AgentSettings.Read(_environment.GetValueOrDefault, _ => { });
        var check = new TracedMethodsCheck(
            _environment.GetValueOrDefault, new InstrumentationSwitches(settings, _environment.GetValueOrDefault));
        var section = check.Run(libraries);
        Assert.Equal(isNeeded, check.IsNeeded);
        return section;
    }

    private abstract class Generic<T>
    {
        public T? Value { get; set; }

        public static Func<int> Of(int number) => () => number;

        public abstract void None();
    }
}
