using AutoInstr.Doctor.Application;
using AutoInstr.Doctor.Report;
using Xunit;

namespace AutoInstr.UnitTests.Doctor;

public sealed class RuntimeCheckTests
{
    [Theory]
    [InlineData("10.0.0", false, nameof(Mark.Ok), false)]
    [InlineData("10.0.0", true, nameof(Mark.Ok), false)]
    [InlineData("11.0.0", false, nameof(Mark.Note), false)]
    [InlineData("9.0.0", false, nameof(Mark.Ok), true)]
    [InlineData("8.0.0", false, nameof(Mark.Ok), true)]
    [InlineData("8.0.0", true, nameof(Mark.Problem), true)]
    [InlineData("6.0.0", false, nameof(Mark.Problem), true)]
    public void Which_runtimes_are_supported(string version, bool isSelfContained, string mark, bool needsStore)
    {
        var check = new RuntimeCheck(Application(version, isSelfContained), Version.Parse(version));
        Assert.Equal(mark, check.Run().Single("runtime").Mark.ToString());
        Assert.Equal(needsStore, check.NeedsStore);
    }

    [Fact]
    public void An_application_that_brings_DiagnosticSource_needs_no_other()
    {
        var application = Application("8.0.0", isSelfContained: true) with
        {
            Libraries = [new Library("System.Diagnostics.DiagnosticSource") { AssemblyVersion = new Version(10, 0, 0, 0) }],
        };
        var check = new RuntimeCheck(application, new Version(8, 0, 0));
        Assert.False(check.NeedsStore);
        check.Run().HasNoProblem();
    }

    [Fact]
    public void The_runtime_that_runs_counts_and_not_the_one_that_was_asked_for() =>
        new RuntimeCheck(Application("6.0.0", isSelfContained: false), new Version(10, 0, 2)).Run().HasNoProblem();

    [Fact]
    public void A_runtime_that_is_not_installed_is_noted() =>
        Assert.Equal(Mark.Note, new RuntimeCheck(Application("10.0.0", isSelfContained: false), null).Run().Single("installed").Mark);

    [Fact]
    public void Startup_hooks_can_be_published_away()
    {
        var application = Application("10.0.0", isSelfContained: true);
        new RuntimeCheck(application with { Config = application.Config with { HasStartupHooks = false } }, null).Run()
            .HasProblem("startup-hooks", "System.StartupHookProvider.IsSupported");
    }

    [Fact]
    public void An_SDK_of_the_application_s_own_is_noted()
    {
        var application = Application("10.0.0", isSelfContained: false) with
        {
            Libraries = [new Library("OpenTelemetry") { PackageVersion = new Version(1, 9, 0) }],
        };
        Assert.Contains("1.9.0", new RuntimeCheck(application, new Version(10, 0, 0)).Run().Single("sdk").Text, StringComparison.Ordinal);
    }

    private static DotnetApplication Application(string version, bool isSelfContained) => new(
        "App", new RuntimeConfig([new Framework("Microsoft.NETCore.App", Version.Parse(version))], isSelfContained, "Minor", true));
}
