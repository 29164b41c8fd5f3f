using AutoInstr.ContainerTests.Harness;
using AutoInstr.IntegrationTests.Harness;

namespace AutoInstr.ContainerTests.StandIns;

/// <summary>The images that Dockerfiles begin with: the public ones, or, where their registry cannot be reached, images that are made here
/// of Debian and of this machine's .NET, under the same names.</summary>
internal static class BaseImages
{
    private const string Registry = "mcr.microsoft.com/dotnet/";
    private const string User = "1654";

    private static readonly string Files = Path.Combine(Repository.Root, "tests", "AutoInstr.ContainerTests", "StandIns");

    /// <summary>Sees to it that they are there.</summary>
    /// <returns>Those that stand in for public ones.</returns>
    public static async Task<IReadOnlyList<string>> ProvideAsync()
    {
        var standIns = new List<string>();
        foreach (var (name, make) in new (string, Func<string, Task>)[]
        {
            ("runtime-deps:10.0", MakeDebianAsync),
            ("sdk:10.0", image => MakeAsync(image, "sdk", AddSdk)),
            ("aspnet:10.0", image => MakeAsync(image, "aspnet", AddRuntime)),
            ("aspnet:10.0-noble-chiseled", image => MakeAsync(image, "chiseled", static _ => { })),
        })
        {
            var image = Registry + name;
            var isThere = (await Podman.TryAsync("image", "exists", image)).ExitCode == 0;
            if (!isThere && (await Podman.TryAsync("pull", "--quiet", image)).ExitCode != 0)
                await make(image);
            if (await Podman.RunAsync("image", "inspect", "--format", "{{index .Labels \"standin\"}}", image) == "true")
                standIns.Add(image);
        }
        return standIns;
    }

    private static async Task MakeDebianAsync(string image)
    {
        var folder = Directory.CreateTempSubdirectory("autoinstr-debian-").FullName;
        try
        {
            await Command.RunAsync(
                "debootstrap", "--variant=minbase", "--include=ca-certificates,libicu72,libssl3,tzdata", "bookworm", folder);
            await File.AppendAllTextAsync(Path.Combine(folder, "etc", "passwd"), $"app:x:{User}:{User}::/home/app:/bin/sh\n");
            await Command.RunAsync("tar", "-C", folder, "-cf", folder + ".tar", ".");
            await Podman.RunAsync("import", "--change", $"ENV APP_UID={User}", "--change", "ENV DOTNET_RUNNING_IN_CONTAINER=true",
                "--change", "LABEL standin=true", folder + ".tar", image);
        }
        finally
        {
            File.Delete(folder + ".tar");
            await Command.RunAsync("rm", "-rf", "--one-file-system", folder);
        }
    }

    private static async Task MakeAsync(string image, string file, Action<string> addFiles)
    {
        var folder = Directory.CreateTempSubdirectory("autoinstr-context-").FullName;
        try
        {
            addFiles(folder);
            await Podman.RunAsync("build", "--network=host", "--label", "standin=true", "--tag", image,
                "--file", Path.Combine(Files, file + ".Dockerfile"), folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void AddSdk(string folder)
    {
        Copy(DotnetFolder, Path.Combine(folder, "dotnet"));
        foreach (var name in new[] { "apt/sources.list", "apt/sources.list.d", "apt/apt.conf.d", "apt/trusted.gpg.d" })
            Copy("/etc/" + name, Path.Combine(folder, name));
        Copy("/etc/ssl/certs/ca-certificates.crt", Path.Combine(folder, "certs", "ca-certificates.crt"));
        Directory.CreateDirectory(Path.Combine(folder, "nuget"));
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        Copy(Path.Combine(home, ".nuget", "NuGet"), Path.Combine(folder, "nuget"));
    }

    private static void AddRuntime(string folder)
    {
        foreach (var name in new[] { "dotnet", "host", "shared" })
            Copy(Path.Combine(DotnetFolder, name), Path.Combine(folder, "dotnet", name));
    }

    private static string DotnetFolder => Path.GetDirectoryName(Path.GetFullPath(Repository.Dotnet("10.0")))!;

    private static void Copy(string source, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (File.Exists(source))
            File.Copy(source, target);
        if (!Directory.Exists(source))
            return;
        Directory.CreateDirectory(target);
        foreach (var entry in Directory.GetFileSystemEntries(source))
            Copy(entry, Path.Combine(target, Path.GetFileName(entry)));
    }
}
