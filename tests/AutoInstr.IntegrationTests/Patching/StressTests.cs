using AutoInstr.IntegrationTests.Harness;
using Xunit;

namespace AutoInstr.IntegrationTests.Patching;

/// <summary>Hot methods that are patched while eight threads run them, and a stack that overflows in one.</summary>
public sealed class StressTests
{
    private static readonly string Patches = new TestApp("StressPatches").Dll;

    [Theory]
    [InlineData("10.0")]
    [InlineData("10.0", "DOTNET_gcServer", "1")]
    [InlineData("10.0", "DOTNET_TieredCompilation", "0")]
    [InlineData("10.0", "DOTNET_ReadyToRun", "0")]
    [InlineData("10.0", "DOTNET_TC_OnStackReplacement_InitialCounter", "10")]
    [InlineData("9.0")]
    [InlineData("8.0")]
    [InlineData("8.0", "DOTNET_TieredPGO", "0")]
    public async Task Results_stay_right_when_hot_methods_are_patched(string runtime, string? setting = null, string? value = null)
    {
        // The application starts the engine itself, when its methods are hot; what the hook would see to, the variables do.
        var run = await new TestApp("StressApp", runtime).RunBareAsync(["hot", Repository.Kit, Patches], new Dictionary<string, string?>
        {
            ["DOTNET_ADDITIONAL_DEPS"] = Path.Combine(Repository.Kit, "deps"),
            ["DOTNET_SHARED_STORE"] = Path.Combine(Repository.Kit, "store"),
            [setting ?? "UNUSED"] = value,
        });
        Assert.Equal((0, "wrong 0, thrown 64000, patched True, lost 0\n", ""), (run.ExitCode, run.Output, run.Errors));
    }

    [Fact]
    public async Task A_stack_overflow_ends_the_application_as_it_does_without_us()
    {
        var app = new TestApp("StressApp");
        await using var receiver = await Spans.ReceiveAsync();
        var bare = await app.RunBareAsync(["deep"]);
        var hooked = await app.RunHookedAsync(receiver, ["deep"], new Dictionary<string, string?> { ["AUTOINSTR_PATCHES"] = Patches });
        Assert.Equal((bare.ExitCode, bare.Output), (hooked.ExitCode, hooked.Output));
        Assert.StartsWith("Stack overflow.", bare.Errors, StringComparison.Ordinal);
        Assert.StartsWith("Stack overflow.", hooked.Errors, StringComparison.Ordinal);
        Assert.Contains("at StressApp.Work.Deep(Int32)", hooked.Errors, StringComparison.Ordinal);
    }
}
