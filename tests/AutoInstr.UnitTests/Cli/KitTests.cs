extern alias cli;

using cli::AutoInstr.Cli.Activation;
using Xunit;

namespace AutoInstr.UnitTests.Cli;

/// <summary>A kit is put before an application only when the runtime can load it.</summary>
public sealed class KitTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("autoinstr-kit-").FullName;

    private string Hook => Path.Combine(_folder, "AutoInstr.StartupHook.dll");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_good_kit()
    {
        File.Copy(typeof(StartupHook).Assembly.Location, Hook);
        Assert.Null(new Kit(_folder).FindObstacle());
        Assert.Equal(_folder, new Kit(_folder + "/").Folder);
    }

    [Fact]
    public void A_kit_without_its_hook() => Assert.Equal($"{Hook} is missing", new Kit(_folder).FindObstacle());

    [Fact]
    public void A_kit_that_is_not_there() =>
        Assert.Equal("/nowhere/AutoInstr.StartupHook.dll is missing", new Kit("/nowhere").FindObstacle());

    [Theory]
    [InlineData("")]
    [InlineData("M")]
    [InlineData("<html>not found</html>")]
    public void A_damaged_hook(string content)
    {
        File.WriteAllText(Hook, content);
        Assert.Equal($"{Hook} is damaged", new Kit(_folder).FindObstacle());
    }

    [Fact]
    public void A_folder_in_place_of_the_hook()
    {
        Directory.CreateDirectory(Hook);
        Assert.Equal($"{Hook} cannot be read", new Kit(_folder).FindObstacle());
    }

    [Fact]
    public void A_path_that_would_be_two_entries() =>
        Assert.Contains("separates the entries", new Kit("/opt/a:b").FindObstacle(), StringComparison.Ordinal);

    [Fact]
    public void The_store_counts_only_when_it_is_whole()
    {
        var kit = new Kit(_folder);
        Assert.Equal(["DOTNET_STARTUP_HOOKS"], PathVariable.For(kit, "/k").Select(variable => variable.Name));

        Directory.CreateDirectory(Path.Combine(_folder, "deps", "shared", "Microsoft.NETCore.App"));
        Assert.False(kit.HasStore());
        var package = Directory.CreateDirectory(
            Path.Combine(_folder, "store", "x64", "net8.0", "system.diagnostics.diagnosticsource", "10.0.0"));
        Assert.False(kit.HasStore());
        File.WriteAllText(Path.Combine(package.FullName, "System.Diagnostics.DiagnosticSource.dll"), "");
        Assert.True(kit.HasStore());
        Assert.Equal(
            [("DOTNET_STARTUP_HOOKS", "/k/AutoInstr.StartupHook.dll"), ("DOTNET_ADDITIONAL_DEPS", "/k/deps"),
                ("DOTNET_SHARED_STORE", "/k/store")],
            PathVariable.For(kit, "/k").Select(variable => (variable.Name, variable.Entry)));

        Directory.Delete(Path.Combine(_folder, "deps"), recursive: true);
        Assert.False(kit.HasStore());
    }

    [Theory]
    [InlineData(null, "/k/hook.dll")]
    [InlineData("", "/k/hook.dll")]
    [InlineData("/other.dll", "/other.dll:/k/hook.dll")]
    [InlineData("/k/hook.dll", "/k/hook.dll")]
    [InlineData("/k/hook.dll:/other.dll", "/k/hook.dll:/other.dll")]
    [InlineData("/k/hook.dll.bak", "/k/hook.dll.bak:/k/hook.dll")]
    public void The_kits_entry_is_appended_once(string? list, string expected) =>
        Assert.Equal(expected, new PathVariable("DOTNET_STARTUP_HOOKS", "/k/hook.dll").AppendTo(list));
}
