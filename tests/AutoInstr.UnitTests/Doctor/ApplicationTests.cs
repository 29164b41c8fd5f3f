using System.Text;
using AutoInstr.Cli;
using AutoInstr.Doctor.Application;
using Xunit;

namespace AutoInstr.UnitTests.Doctor;

/// <summary>What an application's own files say of it.</summary>
public sealed class ApplicationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("doctor-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_framework_dependent_configuration()
    {
        var config = RuntimeConfig.Parse(Encoding.UTF8.GetBytes("""
            { "runtimeOptions": { "rollForward": "Major", "frameworks": [
                { "name": "Microsoft.NETCore.App", "version": "10.0.0-rc.1" },
                { "name": "Microsoft.AspNetCore.App", "version": "10.0.0" } ] } }
            """));
        Assert.False(config.IsSelfContained);
        Assert.True(config.HasStartupHooks);
        Assert.Equal(("Major", new Version(10, 0, 0)), (config.RollForward, config.RuntimeVersion));
        Assert.Equal(["Microsoft.NETCore.App", "Microsoft.AspNetCore.App"], config.Frameworks.Select(framework => framework.Name));
    }

    [Fact]
    public void A_self_contained_configuration_without_startup_hooks()
    {
        var config = RuntimeConfig.Parse(Encoding.UTF8.GetBytes("""
            { "runtimeOptions": { "includedFrameworks": [ { "name": "Microsoft.NETCore.App", "version": "8.0.31" } ],
              "configProperties": { "System.StartupHookProvider.IsSupported": false } } }
            """));
        Assert.True(config.IsSelfContained);
        Assert.False(config.HasStartupHooks);
        Assert.Equal(new Version(8, 0, 31), config.RuntimeVersion);
    }

    [Fact]
    public void Libraries_of_a_deps_file()
    {
        var json = Encoding.UTF8.GetBytes("""
            { "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0/linux-x64" },
              "targets": { ".NETCoreApp,Version=v10.0/linux-x64": {
                "App/1.0.0": { "runtime": { "App.dll": {} } },
                "runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/10.0.1": { "runtime": {
                  "System.Net.Http.dll": { "assemblyVersion": "10.0.0.0", "fileVersion": "10.0.125.5" } } },
                "Npgsql/10.0.2-beta": { "runtime": {
                  "lib/net10.0/Npgsql.dll": { "assemblyVersion": "10.0.2.0", "fileVersion": "10.0.2.0" } } },
                "Microsoft.Data.SqlClient/6.0.1": { "runtimeTargets": {
                  "runtimes/unix/lib/net8.0/Microsoft.Data.SqlClient.dll": { "rid": "unix", "assetType": "runtime" },
                  "runtimes/win/lib/net8.0/Windows.dll": { "rid": "win", "assetType": "runtime" },
                  "runtimes/linux-x64/native/libsni.so": { "rid": "linux-x64", "assetType": "native" } } } } } }
            """);
        var libraries = DepsFile.Parse(json, _ => null);

        Assert.Equal(["App", "System.Net.Http", "Npgsql", "Microsoft.Data.SqlClient"], libraries.Select(library => library.Assembly));
        Assert.Equal("linux-x64", DepsFile.RuntimeIdentifier(json));
        Assert.Equal(("Microsoft.NETCore.App", true), (libraries[1].Package, libraries[1].IsOfFramework));
        Assert.Equal(new Version(10, 0, 2), libraries[2].Version);
        Assert.Equal(new Version(10, 0, 2, 0), libraries[2].VersionForPatches);
    }

    [Fact]
    public void An_assembly_is_read_without_being_loaded()
    {
        var library = LibraryFile.Read(typeof(ApplicationTests).Assembly.Location)!;
        Assert.Equal(("AutoInstr.UnitTests", new Version(0, 1, 0, 0)), (library.Assembly, library.FileVersion));
        File.WriteAllText(Path.Combine(_folder, "not.dll"), "text");
        Assert.Null(LibraryFile.Read(Path.Combine(_folder, "not.dll")));
    }

    [Fact]
    public void Without_a_deps_file_the_assemblies_of_the_folder_count()
    {
        File.WriteAllText(
            Path.Combine(_folder, "App.runtimeconfig.json"),
            """{ "runtimeOptions": { "framework": { "name": "Microsoft.NETCore.App", "version": "10.0.0" } } }""");
        File.WriteAllText(Path.Combine(_folder, "App.dll"), "");
        File.Copy(typeof(ApplicationTests).Assembly.Location, Path.Combine(_folder, "Library.dll"));
        foreach (var path in (string[])[_folder, Path.Combine(_folder, "App.dll")])
            Assert.Equal("AutoInstr.UnitTests", Assert.Single(ApplicationFinder.Find(path).Libraries).Assembly);
    }

    [Fact]
    public void Where_there_is_no_application()
    {
        Assert.Contains("no file or folder", Message(Path.Combine(_folder, "nowhere")), StringComparison.Ordinal);
        Assert.Contains("no .NET application", Message(_folder), StringComparison.Ordinal);
        foreach (var name in (string[])["A", "B"])
            File.WriteAllText(Path.Combine(_folder, name + ".runtimeconfig.json"), "{}");
        Assert.EndsWith($"name one, {_folder}/A.dll, {_folder}/B.dll", Message(_folder), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_folder, "C.dll"), "");
        Assert.Contains("is not a .NET application", Message(Path.Combine(_folder, "C.dll")), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_folder, "A.dll"), "");
        File.WriteAllText(Path.Combine(_folder, "A.runtimeconfig.json"), "{");
        Assert.Contains("cannot be read", Message(Path.Combine(_folder, "A.dll")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("8.0.0", "Minor", "8.0.31")]
    [InlineData("8.0.32", "Minor", null)]
    [InlineData("6.0.0", "Minor", null)]
    [InlineData("6.0.0", "Major", "8.0.31")]
    [InlineData("8.0.0", "LatestMajor", "10.0.2")]
    public void The_host_s_choice_among_installed_runtimes(string asked, string rollForward, string? taken)
    {
        foreach (var version in (string[])["8.0.4", "8.0.31", "10.0.2"])
            Directory.CreateDirectory(Path.Combine(_folder, "shared", "Microsoft.NETCore.App", version));
        Assert.Equal(
            taken,
            new InstalledRuntimes(_folder).Select(new Framework("Microsoft.NETCore.App", Version.Parse(asked)), rollForward)?.ToString());
    }

    private static string Message(string path) => Assert.Throws<UsageException>(() => ApplicationFinder.Find(path)).Message;
}
