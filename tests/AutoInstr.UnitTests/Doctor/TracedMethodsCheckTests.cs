using AutoInstr.Agent.Configuration;
using AutoInstr.Doctor.Coverage;
using AutoInstr.Doctor.Report;
using AutoInstr.Doctor.Settings;
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

    private Section Run(bool isNeeded)
    {
        var settings = AgentSettings.Read(_environment.GetValueOrDefault, _ => { });
        var check = new TracedMethodsCheck(
            _environment.GetValueOrDefault, new InstrumentationSwitches(settings, _environment.GetValueOrDefault));
        var section = check.Run();
        Assert.Equal(isNeeded, check.IsNeeded);
        return section;
    }
}
