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
    [InlineData("AutoInstr.UnitTests.*", null)]
    [InlineData("AutoInstr.UnitTests.Doctor.TracedMethodsCheckTests.*", null)]
    [InlineData("AutoInstr.UnitTests.Doctor.TracedMethodsCheckTests.Generic.Of", 1)]
    [InlineData("AutoInstr.UnitTests.Doctor.TracedMethodsCheckTests.Generic.get_Value", 0)]
    [InlineData("AutoInstr.UnitTests.Doctor.TracedMethodsCheckTests.Generic.None", 0)]
    public void They_are_those_that_the_engine_finds(string pattern, int? count)
    {
        MethodPattern[] patterns = [MethodPattern.Parse(pattern)!];
        var engines = TracedMethodFinder.Find(typeof(TracedMethodsCheckTests).Assembly, patterns).Count();
        Assert.Equal(count ?? engines, engines);
        Assert.Equal([engines], TracedMethodSearch.Run([OwnAssembly("Tests")], patterns).Counts);
    }

    [Fact]
    public void The_frameworks_own_are_not_looked_through()
    {
        var search = TracedMethodSearch.Run([OwnAssembly("System.Tests")], [MethodPattern.Parse("AutoInstr.UnitTests.*")!]);
        Assert.Equal((0, 0, 0), (Assert.Single(search.Counts), search.Read, search.Unread));
    }

    [Fact]
    public void What_cannot_be_read_is_nobodys_mistake()
    {
        _environment["AUTOINSTR_TRACE_METHODS"] = "App.Orders.*";
        var finding = Run(isNeeded: true, [new Library("Compressed"), OwnAssembly("Tests")]).Single("pattern");
        Assert.Equal((Mark.Note, null), (finding.Mark, finding.Advice));
        // Another copy of it may be.
        Assert.NotNull(Run(isNeeded: true, [new Library("Tests"), OwnAssembly("Tests")]).Single("pattern").Advice);
    }

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
