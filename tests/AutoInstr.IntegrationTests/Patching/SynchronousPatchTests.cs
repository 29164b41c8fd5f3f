using AutoInstr.IntegrationTests.Harness;
using Xunit;

namespace AutoInstr.IntegrationTests.Patching;

/// <summary>Prefixes, postfixes and finalizers around calls that end when they return.</summary>
public sealed class SynchronousPatchTests
{
    [Theory]
    [InlineData("8.0")]
    [InlineData("9.0")]
    [InlineData("10.0")]
    public async Task The_application_sees_only_what_a_patch_changes_on_purpose(string runtime)
    {
        await using var receiver = await Spans.ReceiveAsync();

        var bare = await PatchedRun.App(runtime).RunBareAsync(["sync"]);
        var hooked = await PatchedRun.App(runtime).RunHookedAsync(receiver, ["sync"], PatchedRun.Environment());

        var expected = bare.Output
            .Replace("skipped original, calls 2", "skipped from the patch, calls 1")
            .Replace("changed abab", "changed ab!?ab!?ab!?;.")
            .Replace("move 7 7", "move 107 107");
        Assert.Equal((0, expected), (hooked.ExitCode, hooked.Output));
        Assert.Equal(bare.Errors, hooked.OwnErrors);
        Assert.Equal(
            [
                "add calls=0 a=2 b=3 result=5",
                "divide a=7 b=2 state=77",
                "divide a=1 b=0 state=77 error.type=System.DivideByZeroException",
                "join left=a right=b count=1 empty=False result=ab",
                "skipped result=from the patch",
                "reference",
                "reference",
                "reference",
                "sum x=3 year=2020 result=2023",
                "move x=3 by=4",
                "describe secret=Secret level=1",
                "greet name=you is=Calculator",
                "nested prefix=the ",
                "overloaded text=text result=True",
                .. new[] { (0, 10), (1, 11), (2, 12), (3, 13), (4, 4), (5, 5) }.Select(x => $"switched number={x.Item1} result={x.Item2}"),
                "box",
                "box",
                "box",
                "session name=s kept=s",
                "session name= error.type=System.ArgumentException",
            ],
            receiver.Seen());
    }

    [Fact]
    public async Task What_does_not_fit_or_fails_is_said_once_with_its_reason()
    {
        await using var receiver = await Spans.ReceiveAsync();

        var run = await PatchedRun.App().RunHookedAsync(receiver, ["sync"], PatchedRun.Environment());

        string[] expected =
        [
            "NamePatch is left out of PatchedLibrary: PatchedLibrary.Calculator.PatchedLibrary.IGreeter.Greet: " +
                "__result is System.String, not PatchedLibrary.IGreeter",
            "MissingTypePatch is left out of PatchedLibrary: there is no type PatchedLibrary.Missing",
            "MissingMethodPatch is left out of PatchedLibrary: there is no method PatchedLibrary.Calculator.Missing",
            "MissingParameterPatch is left out of PatchedLibrary: PatchedLibrary.Calculator.Add: there is no parameter 'c'",
            "WrongTypePatch is left out of PatchedLibrary: PatchedLibrary.Calculator.Add: a is System.Int32, not System.String",
            "BoxingPatch is left out of PatchedLibrary: PatchedLibrary.Calculator.Add: a is the value type System.Int32",
            "StaticInstancePatch is left out of PatchedLibrary: PatchedLibrary.Calculator.Join: __instance is not to be had",
            "ReferenceResultPatch is left out of PatchedLibrary: PatchedLibrary.Calculator.Slot: __result is not to be had",
            "AbstractPatch is left out of PatchedLibrary: PatchedLibrary.IGreeter.Greet: it has no body",
            "EmptyPatch is left out of PatchedLibrary: it has no Prefix, Postfix or Finalizer",
            "ThrowingPatch.Prefix threw InvalidOperationException: a prefix fails",
            "ThrowingPatch.Postfix threw InvalidOperationException: a postfix fails",
            "ThrowingPatch.Finalizer threw InvalidOperationException: a finalizer fails",
        ];
        Assert.All(expected, line => Assert.Single(run.Said, said => said.Contains(line, StringComparison.Ordinal)));
        // The second target of NamePatch.
        Assert.Equal(expected.Length + 1, run.Said.Count);
        Assert.DoesNotContain(receiver.Seen(), span => span.StartsWith("never", StringComparison.Ordinal));
        Assert.DoesNotContain(receiver.Seen(), span => span.StartsWith("other version", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("OTEL_DOTNET_AUTO_TRACES_SAMPLE_INSTRUMENTATION_ENABLED", "false")]
    [InlineData("OTEL_DOTNET_AUTO_TRACES_INSTRUMENTATION_ENABLED", "false")]
    [InlineData("OTEL_DOTNET_AUTO_TRACES_ENABLED", "false")]
    [InlineData("OTEL_TRACES_EXPORTER", "none")]
    public async Task Switched_off_nothing_is_patched(string name, string value)
    {
        await using var receiver = await Spans.ReceiveAsync();

        var bare = await PatchedRun.App().RunBareAsync(["sync"]);
        var hooked = await PatchedRun.App().RunHookedAsync(receiver, ["sync"], PatchedRun.Environment((name, value)));

        Assert.Equal(bare.Output, hooked.Output);
        Assert.Empty(receiver.Seen());
    }
}
