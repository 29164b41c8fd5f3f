using AutoInstr.ContainerTests.Harness;
using AutoInstr.IntegrationTests.Harness;

namespace AutoInstr.ContainerTests.StandIns;

/// <summary>The images that Dockerfiles begin with: the public ones, or, where their registry cannot be reached, images that are made here
/// of Debian and of this machine's .NET, under the same names.</summary>
internal static class BaseImages
{
    /// <summary>What the kit is built in.</summary>
    internal const string Sdk = Registry + "sdk:10.0";

    private const string Registry = "mcr.microsoft.com/dotnet/";
    private const string User = "1654";

    private static readonly string Files = Path.Combine(Repository.Root, "tests", "AutoInstr.ContainerTests", "StandIns");

    /// <summary>Sees to it that they are there.</summary>
    /// <returns>Those that stand in for public ones.</returns>
    public static Task<IReadOnlyList<string>> ProvideAsync() => ProvideAsync(
        (Registry + "runtime-deps:10.0", MakeDebianAsync),
        (Sdk, static image => MakeAsync(image, "sdk", AddSdk)),
        (Registry + "aspnet:10.0", static image => MakeAsync(image, "aspnet", AddRuntime)),
        (Registry + "aspnet:10.0-noble-chiseled", static image => MakeAsync(image, "chiseled", static _ => { })));

    /// <summary>Sees to it that images are there.</summary>
    /// <param name="images">Their names, and what makes those that cannot be pulled.</param>
    /// <returns>Those that stand in for public ones.</returns>
    public static async Task<IReadOnlyList<string>> ProvideAsync(params (string Image, Func<string, Task> Make)[] images)
    {
        var standIns = new List<string>();
        foreach (var (image, make) in images)
        {
            if (!await CanBeHadAsync(image))
                await make(image);
            if (await Podman.RunAsync("image", "inspect", "--format", "{{index .Labels \"standin\"}}", image) == "true")
                standIns.Add(image);
        }
        return standIns;
    }

    /// <summary>Whether an image is there, or can be pulled.</summary>
    public static async Task<bool> CanBeHadAsync(string image) =>
        (await Podman.TryAsync("image", "exists", image)).ExitCode == 0 ||
        (await Podman.TryAsync("pull", "--quiet", image)).ExitCode == 0;

    /// <summary>Makes one of the servers that Debian has.</summary>
    public static async Task MakeServerAsync(string image, string server)
    {
        const string servers = "localhost/standin-servers:local";
        await MakeAsync(servers, "servers", AddServers);
        // Told apart by what they are made of: the engine's cache overlooks an argument.
        var container = await Podman.RunAsync("create", servers);
        await Podman.RunAsync("commit", "--change", "ENV SERVER=" + server, container, image);
        await Podman.RunAsync("rm", container);
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
        AddPackageSources(folder);
        Directory.CreateDirectory(Path.Combine(folder, "nuget"));
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        Copy(Path.Combine(home, ".nuget", "NuGet"), Path.Combine(folder, "nuget"));
    }

    /// <summary>How this machine reaches Debian's packages.</summary>
    private static void AddPackageSources(string folder)
    {
        foreach (var name in new[] { "apt/sources.list", "apt/sources.list.d", "apt/apt.conf.d", "apt/trusted.gpg.d" })
            Copy("/etc/" + name, Path.Combine(folder, name));
        Copy("/etc/ssl/certs/ca-certificates.crt", Path.Combine(folder, "certs", "ca-certificates.crt"));
    }

    private static void AddServers(string folder)
    {
        AddPackageSources(folder);
        Copy(Path.Combine(Files, "server.sh"), Path.Combine(folder, "server.sh"));
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
