using AutoInstr.IntegrationTests.Harness;
using Xunit;

namespace AutoInstr.IntegrationTests.Faults;

/// <summary>A kit that is incomplete, unreadable or damaged costs the telemetry and one line, never the application.</summary>
public sealed class KitFaultTests : IDisposable
{
    private readonly string _kit = Directory.CreateTempSubdirectory("kit").FullName;

    public KitFaultTests()
    {
        foreach (var file in Directory.GetFiles(Repository.Kit, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_kit, Path.GetRelativePath(Repository.Kit, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public void Dispose() => Directory.Delete(_kit, recursive: true);

    [Theory]
    [InlineData("AutoInstr.Agent.dll")]
    [InlineData("OpenTelemetry.dll")]
    [InlineData("OpenTelemetry.Api.dll")]
    public async Task A_file_is_missing(string file)
    {
        File.Delete(Path.Combine(_kit, "agent", "net10.0", file));
        await AssertHarmlessAsync();
    }

    [Theory]
    [InlineData("AutoInstr.Agent.dll")]
    [InlineData("OpenTelemetry.dll")]
    public async Task A_file_is_damaged(string file)
    {
        await File.WriteAllTextAsync(
            Path.Combine(_kit, "agent", "net10.0", file), "this is not an assembly", TestContext.Current.CancellationToken);
        await AssertHarmlessAsync();
    }

    [Fact]
    public async Task A_file_is_cut_off()
    {
        using (var file = File.OpenWrite(Path.Combine(_kit, "agent", "net10.0", "AutoInstr.Agent.dll")))
            file.SetLength(file.Length / 2);
        await AssertHarmlessAsync();
    }

    [Fact]
    public async Task The_exporter_is_missing()
    {
        File.Delete(Path.Combine(_kit, "agent", "net10.0", "OpenTelemetry.Exporter.OpenTelemetryProtocol.dll"));
        await AssertHarmlessAsync();
    }

    [Fact]
    public async Task The_agents_folder_is_missing()
    {
        Directory.Delete(Path.Combine(_kit, "agent"), recursive: true);
        await AssertHarmlessAsync();
    }

    [Fact]
    public async Task The_agents_files_cannot_be_read()
    {
        // Root reads everything, so the application runs as somebody else.
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root, to run the application as another user");
        File.SetUnixFileMode(_kit, File.GetUnixFileMode(_kit) | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        File.SetUnixFileMode(Path.Combine(_kit, "agent", "net10.0", "OpenTelemetry.dll"), UnixFileMode.UserRead);
        await AssertHarmlessAsync(user: true);
    }

    [Theory]
    [InlineData("store")]
    [InlineData("deps")]
    public async Task A_NET_8_application_finds_no_store(string folder)
    {
        Directory.Delete(Path.Combine(_kit, folder), recursive: true);
        await AssertHarmlessAsync("8.0");
    }

    private async Task AssertHarmlessAsync(string runtime = "10.0", bool user = false)
    {
        var app = new TestApp("ConsoleApp", runtime, "net" + runtime);
        if (user)
            app = app with
            {
                Command = ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
                Repository.Dotnet(runtime), app.Dll]
            };
        var env = new Dictionary<string, string?>
        {
            ["DOTNET_STARTUP_HOOKS"] = Path.Combine(_kit, "AutoInstr.StartupHook.dll"),
            ["OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES"] = "ConsoleApp",
        };

        var bare = await app.RunBareAsync(["normal"]);
        var hooked = await app.RunBareAsync(["normal"], env);

        Assert.Equal((bare.ExitCode, bare.Output, bare.Errors), (hooked.ExitCode, hooked.Output, hooked.OwnErrors));
        Assert.Single(hooked.Said);
    }
}
