using AutoInstr.IntegrationTests.Harness;
using Xunit;

namespace AutoInstr.IntegrationTests.Patching;

/// <summary>Where the code that is patched comes from.</summary>
public sealed class PlaceTests
{
    [Theory]
    [InlineData("8.0")]
    [InlineData("9.0")]
    [InlineData("10.0")]
    [InlineData("10.0", "DOTNET_TieredCompilation", "0")]
    [InlineData("10.0", "DOTNET_ReadyToRun", "0")]
    [InlineData("10.0", "DOTNET_gcServer", "1")]
    public async Task The_framework(string runtime, string? name = null, string? value = null)
    {
        await using var receiver = await Spans.ReceiveAsync();
        var settings = new Dictionary<string, string?> { [name ?? "UNUSED"] = value };

        var bare = await PatchedRun.App(runtime).RunBareAsync(["framework"], settings);
        var hooked = await PatchedRun.App(runtime).RunHookedAsync(
            receiver, ["framework"], PatchedRun.Environment((name ?? "UNUSED", value)));

        Assert.Equal((0, bare.Output, bare.Errors), (hooked.ExitCode, hooked.Output, hooked.OwnErrors));
        Assert.Equal(
            [
                .. Enumerable.Range(0, 10).Select(digit => $"rune value={'0' + digit} result={digit}"),
                "address text=127.0.0.1 result=127.0.0.1",
                "address text=nowhere error.type=System.FormatException",
            ],
            receiver.Seen());
    }

    [Fact]
    public async Task Copies_of_a_library_in_load_contexts_of_their_own()
    {
        await using var receiver = await Spans.ReceiveAsync();

        var bare = await PatchedRun.App().RunBareAsync(["contexts"]);
        var hooked = await PatchedRun.App().RunHookedAsync(receiver, ["contexts"], PatchedRun.Environment());

        Assert.Equal((0, bare.Output), (hooked.ExitCode, hooked.Output));
        Assert.Equal(
            new[] { "one", "second", "file", "from", "default" }.Select(
                name => $"add calls=0 a=1 b={name.Length} result={1 + name.Length}"),
            receiver.Seen());
        Assert.Single(
            hooked.Said, line => line.EndsWith("PatchedLibrary is not patched in load context 'unloadable': this context can be unloaded",
                StringComparison.Ordinal));
    }
}
