using AutoInstr.Doctor.Activation;
using AutoInstr.Doctor.Report;
using Xunit;

namespace AutoInstr.UnitTests.Doctor;

public sealed class HookCheckTests : IDisposable
{
    private readonly string _kit = Directory.CreateTempSubdirectory("doctor-").FullName;
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);

    public HookCheckTests()
    {
        foreach (var folder in (string[])["agent", "deps", "store"])
            Directory.CreateDirectory(Path.Combine(_kit, folder));
        File.WriteAllText(Hook, "MZ and so on");
    }

    private string Hook => Path.Combine(_kit, "AutoInstr.StartupHook.dll");

    public void Dispose() => Directory.Delete(_kit, recursive: true);

    [Fact]
    public void The_hook_is_in_place()
    {
        Set("DOTNET_STARTUP_HOOKS", Hook);
        Run().HasNoProblem();
    }

    [Fact]
    public void The_hook_is_not_there() => Run().HasProblem("hook", "DOTNET_STARTUP_HOOKS does not name the hook");

    [Theory]
    [InlineData("/nowhere/Other.dll", "is not there")]
    [InlineData("relative/Other.dll", "is not an absolute path")]
    [InlineData("/nowhere/Other.so", "is not a .dll")]
    public void An_entry_that_ends_applications(string entry, string reason)
    {
        Set("DOTNET_STARTUP_HOOKS", $"{Hook}:{entry}");
        Assert.Contains(
            Run().Findings,
            finding => finding.Mark == Mark.Problem && finding.Text.Contains($"'{entry}' {reason}", StringComparison.Ordinal));
    }

    [Fact]
    public void A_hook_that_is_no_assembly()
    {
        File.WriteAllText(Hook, "text");
        Set("DOTNET_STARTUP_HOOKS", Hook);
        Assert.Contains(Run().Findings, finding => finding.Text.Contains("is not an assembly", StringComparison.Ordinal));
    }

    [Fact]
    public void The_hook_under_the_operator_s_name()
    {
        var dropIn = Path.Combine(_kit, "net", "OpenTelemetry.AutoInstrumentation.StartupHook.dll");
        Directory.CreateDirectory(Path.GetDirectoryName(dropIn)!);
        File.Copy(Hook, dropIn);
        Set("DOTNET_STARTUP_HOOKS", dropIn);
        Run().HasNoProblem();
        Set("DOTNET_STARTUP_HOOKS", $"{Hook}:/elsewhere/net/OpenTelemetry.AutoInstrumentation.StartupHook.dll");
        Run().HasProblem("other-hook", "/elsewhere");
    }

    [Fact]
    public void Another_product_s_hook()
    {
        var other = Path.Combine(_kit, "Datadog.Trace.StartupHook.dll");
        File.Copy(Hook, other);
        Set("DOTNET_STARTUP_HOOKS", $"{Hook}:{other}");
        Run().HasProblem("other-hook", other);
    }

    [Fact]
    public void The_hook_of_another_kit_is_noted()
    {
        var other = Path.Combine(_kit, "agent", "AutoInstr.StartupHook.dll");
        File.Copy(Hook, other);
        Set("DOTNET_STARTUP_HOOKS", other);
        Assert.Equal(Mark.Note, Run().Single("hook").Mark);
    }

    [Fact]
    public void A_kit_by_the_name_of_a_link_is_the_same()
    {
        var link = Path.Combine(_kit, "agent", "link");
        Directory.CreateSymbolicLink(link, _kit);
        Set("DOTNET_STARTUP_HOOKS", Path.Combine(link, "AutoInstr.StartupHook.dll"));
        Assert.Equal(Mark.Ok, Run().Single("hook").Mark);
    }

    [Fact]
    public void NET_8_is_given_what_it_needs_by_two_variables_or_a_second_start()
    {
        Set("DOTNET_STARTUP_HOOKS", Hook);
        Assert.Equal(Mark.Note, Run(needsStore: true).Single("store").Mark);
        Set("DOTNET_ADDITIONAL_DEPS", Path.Combine(_kit, "deps"));
        Run(needsStore: true).HasProblem("store", "DOTNET_SHARED_STORE does not");
        Set("DOTNET_SHARED_STORE", "/other:" + Path.Combine(_kit, "store"));
        Assert.Equal(Mark.Ok, Run(needsStore: true).Single("store").Mark);
    }

    [Fact]
    public void A_tool_is_left_alone()
    {
        Set("DOTNET_STARTUP_HOOKS", Hook);
        Run("MSBuild").HasProblem("excluded", "leaves MSBuild alone");
    }

    [Theory]
    [InlineData(true, true, nameof(Mark.Ok))]
    [InlineData(true, false, nameof(Mark.Problem))]
    [InlineData(false, false, nameof(Mark.Problem))]
    public void What_a_process_has_loaded(bool hasHook, bool hasAgent, string mark)
    {
        var check = new HookCheck(_kit, _environment.GetValueOrDefault);
        var section = check.Run("App", "App", needsStore: false, path => path);
        check.CheckProcess(hasHook, hasAgent);
        Assert.Equal(mark, section.Single("process").Mark.ToString());
    }

    private void Set(string name, string value) => _environment[name] = value;

    private Section Run(string program = "App", bool needsStore = false) =>
        new HookCheck(_kit, _environment.GetValueOrDefault).Run(program, program, needsStore, path => path);
}
