using AutoInstr.IntegrationTests.Harness;
using Xunit;

namespace AutoInstr.IntegrationTests.Patching;

/// <summary>Where the engine cannot attach to the runtime, the application runs unpatched and one line says why.</summary>
public sealed class AttachmentTests : IDisposable
{
    private const string OwnClsid = "{6A1C1E5D-5E0B-4C0B-9B1B-0A7D513A70E1}";
    private const string OperatorsClsid = "{918728DD-259F-4A6A-AC2B-B85E1B658318}";

    private static readonly string Library =
        Directory.GetFiles(Path.Combine(Repository.Kit, "native"), "*.so", SearchOption.AllDirectories)[0];

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A module that other threads are using already when it is made writable can end the process.</summary>
    [Theory]
    [InlineData("8.0")]
    [InlineData("9.0")]
    [InlineData("10.0")]
    public async Task A_library_is_made_writable_before_anybody_uses_it(string runtime)
    {
        await using var receiver = await Spans.ReceiveAsync();

        var run = await PatchedRun.App(runtime).RunHookedAsync(
            receiver, ["sync"], PatchedRun.Environment(("OTEL_LOG_LEVEL", "debug")));

        var line = Assert.Single(run.Said, said => said.Contains("PatchedLibrary: patched within", StringComparison.Ordinal));
        Assert.Contains("; modules made writable before use: 1", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DOTNET_EnableDiagnostics", "0", "DOTNET_EnableDiagnostics=0 forbids it")]
    [InlineData("DOTNET_EnableDiagnostics_Profiler", "0", "DOTNET_EnableDiagnostics_Profiler=0 forbids it")]
    [InlineData("DOTNET_EnableDiagnostics_IPC", "0", "DOTNET_EnableDiagnostics_IPC=0 closes the way; where attaching is not possible")]
    [InlineData("TMPDIR", "/missing", "there is no socket /missing/dotnet-diagnostic-")]
    public async Task It_is_forbidden_or_impossible(string name, string value, string reason)
    {
        await using var receiver = await Spans.ReceiveAsync();

        var bare = await PatchedRun.App().RunBareAsync(["framework"], new Dictionary<string, string?> { [name] = value });
        var hooked = await PatchedRun.App().RunHookedAsync(receiver, ["framework"], PatchedRun.Environment((name, value)));

        Assert.Equal((0, bare.Output, bare.Errors), (hooked.ExitCode, hooked.Output, hooked.OwnErrors));
        Assert.Contains($"and other libraries are not patched: {reason}", Assert.Single(hooked.Said), StringComparison.Ordinal);
        Assert.Empty(receiver.Seen());
    }

    [Theory]
    [InlineData("DOTNET_EnableDiagnostics_IPC", "0", OwnClsid)]
    [InlineData("DOTNET_EnableDiagnostics_IPC", "0", OperatorsClsid)]
    [InlineData("TMPDIR", "/missing", OwnClsid)]
    public async Task The_start_up_variables_work_instead(string name, string value, string clsid)
    {
        await using var receiver = await Spans.ReceiveAsync();

        var run = await PatchedRun.App().RunHookedAsync(
            receiver, ["framework"], PatchedRun.Environment([(name, value), .. StartUp(Library, clsid)]));

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(12, receiver.Seen().Count);
    }

    [Fact]
    public async Task Another_profiler_is_active()
    {
        var other = Path.Combine(_folder, "libother.so");
        File.Copy(Library, other);
        await using var receiver = await Spans.ReceiveAsync();

        var run = await PatchedRun.App().RunHookedAsync(receiver, ["framework"], PatchedRun.Environment(StartUp(other, OperatorsClsid)));

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("another profiler is active in this process", Assert.Single(run.Said), StringComparison.Ordinal);
        Assert.Empty(receiver.Seen());
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("damaged")]
    public async Task The_library_cannot_be_loaded(string how)
    {
        foreach (var file in Directory.GetFiles(Repository.Kit, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_folder, Path.GetRelativePath(Repository.Kit, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            if (file != Library)
                File.Copy(file, copy);
            else if (how == "damaged")
                await File.WriteAllTextAsync(copy, "this is not a library", TestContext.Current.CancellationToken);
        }
        await using var receiver = await Spans.ReceiveAsync();

        var run = await PatchedRun.App().RunHookedAsync(receiver, ["framework"], PatchedRun.Environment(
            ("DOTNET_STARTUP_HOOKS", Path.Combine(_folder, "AutoInstr.StartupHook.dll"))));

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("libautoinstr.so cannot be loaded", Assert.Single(run.Said), StringComparison.Ordinal);
        Assert.Empty(receiver.Seen());
    }

    [Theory]
    [InlineData("/missing/My.Patches.dll", "FileNotFoundException")]
    [InlineData("/etc/hostname", "BadImageFormatException")]
    public async Task An_assembly_of_patches_cannot_be_loaded(string path, string reason)
    {
        await using var receiver = await Spans.ReceiveAsync();

        var run = await PatchedRun.App().RunHookedAsync(
            receiver, ["framework"], PatchedRun.Environment(("AUTOINSTR_PATCHES", $"{path}:{PatchedRun.SamplePatches}")));

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith(
            $"autoinstr: AUTOINSTR_PATCHES: {path} cannot be read and is left out ({reason}",
            Assert.Single(run.Said),
            StringComparison.Ordinal);
        Assert.Equal(12, receiver.Seen().Count);
    }

    private static (string, string?)[] StartUp(string library, string clsid) =>
        [("CORECLR_ENABLE_PROFILING", "1"), ("CORECLR_PROFILER", clsid), ("CORECLR_PROFILER_PATH", library)];
}
