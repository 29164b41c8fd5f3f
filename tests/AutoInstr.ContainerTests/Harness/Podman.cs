using System.Diagnostics;
using AutoInstr.IntegrationTests.Harness;

namespace AutoInstr.ContainerTests.Harness;

/// <summary>Podman, with images and containers of the tests' own.</summary>
internal static class Podman
{
    private const string Containers = """
        [containers]
        default_ulimits = ["nofile=20000:20000","nproc=20000:20000"]
        [engine]
        runtime = "runc"
        cgroup_manager = "cgroupfs"
        events_logger = "file"

        """;

    private static readonly string Folder = Directory.CreateDirectory(Path.Combine(Repository.Artifacts, "podman")).FullName;
    private static readonly Dictionary<string, string> Settings = WriteSettings();

    /// <summary>Why there is no engine, or <see langword="null"/> when there is one.</summary>
    public static string? Obstacle { get; } = FindObstacle();

    /// <summary>Runs a command that must succeed.</summary>
    /// <returns>What it wrote to its standard output, without white space around it.</returns>
    public static async Task<string> RunAsync(params string[] arguments) =>
        Command.Succeeded(await TryAsync(arguments), "podman", arguments);

    /// <summary>Runs a command.</summary>
    public static Task<Outcome> TryAsync(params string[] arguments) => Command.TryAsync("podman", arguments, Settings);

    /// <summary>Starts the service that Docker's clients speak to.</summary>
    /// <param name="socket">Where.</param>
    public static Process Serve(string socket)
    {
        var start = new ProcessStartInfo(
            "sh", ["-c", "exec podman system service --time=0 \"unix://$0\" >/dev/null 2>&1", socket]);
        foreach (var (name, value) in Settings)
            start.Environment[name] = value;
        // There are no timers that could check the health of containers.
        start.Environment["DISABLE_HC_SYSTEMD"] = "true";
        return Process.Start(start)!;
    }

    private static Dictionary<string, string> WriteSettings()
    {
        // Paths of sockets are short, and those of the repository may not be.
        var runroot = Path.Combine("/tmp", $"autoinstr-podman-{Environment.UserName}");
        File.WriteAllText(Path.Combine(Folder, "containers.conf"), Containers);
        File.WriteAllText(Path.Combine(Folder, "storage.conf"), $"""
            [storage]
            driver = "overlay"
            runroot = "{runroot}"
            graphroot = "{Path.Combine(Folder, "graph")}"

            """);
        return new()
        {
            ["CONTAINERS_CONF"] = Path.Combine(Folder, "containers.conf"),
            ["CONTAINERS_STORAGE_CONF"] = Path.Combine(Folder, "storage.conf"),
        };
    }

    private static string? FindObstacle()
    {
        if (!Environment.IsPrivilegedProcess)
            return "the container engine is tried as root alone";
        return File.Exists("/usr/bin/podman") ? null : "podman is not installed";
    }
}
