using System.Text.RegularExpressions;
using AutoInstr.IntegrationTests.Harness;
using Xunit;

namespace AutoInstr.IntegrationTests.Hook;

/// <summary>Applications that were built for a framework which is gone, and run on a later one.</summary>
public sealed class OlderFrameworkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("autoinstr-older-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("netcoreapp2.1", "2.1.0", "8.0")]
    [InlineData("netcoreapp3.1", "3.1.0", "8.0")]
    [InlineData("net5.0", "5.0.0", "8.0")]
    [InlineData("net6.0", "6.0.0", "8.0")]
    [InlineData("net6.0", "6.0.0", "9.0")]
    [InlineData("net7.0", "7.0.0", "8.0")]
    [InlineData("net7.0", "7.0.0", "9.0")]
    [InlineData("net8.0", "8.0.0", "9.0")]
    [InlineData("net6.0", "6.0.0", "10.0")]
    public async Task They_run_and_are_traced(string framework, string version, string runtime)
    {
        var app = BuiltFor(framework, version, runtime);
        await using var receiver = await Spans.ReceiveAsync();
        var env = new Dictionary<string, string?> { ["DOTNET_ROLL_FORWARD"] = "Major" };

        var bare = await app.RunBareAsync(["normal"], env);
        var hooked = await app.RunHookedAsync(
            receiver, ["normal"], new Dictionary<string, string?>(env) { ["OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES"] = "ConsoleApp" });

        Assert.Equal((3, bare.Output, bare.Errors), (hooked.ExitCode, hooked.Output, hooked.Errors));
        Assert.Equal(["start", "last", "exit handler"], receiver.Names());
        receiver.AssertRuntime(runtime);
    }

    /// <summary>No compiler makes them here any more; the host only reads which one it was.</summary>
    private TestApp BuiltFor(string framework, string version, string runtime)
    {
        var app = new TestApp("ConsoleApp", runtime, "net8.0");
        foreach (var file in Directory.GetFiles(app.Folder, "ConsoleApp.*"))
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        var configuration = Path.Combine(_folder, "ConsoleApp.runtimeconfig.json");
        var text = File.ReadAllText(configuration);
        File.WriteAllText(configuration, Regex.Replace(text.Replace("net8.0", framework), "\"version\": \"8.0.0\"",
            $"\"version\": \"{version}\""));
        return app with { Command = [Repository.Dotnet(runtime), Path.Combine(_folder, "ConsoleApp.dll")] };
    }
}
