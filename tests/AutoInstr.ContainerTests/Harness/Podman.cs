using System.Diagnostics;
using AutoInstr.IntegrationTests.Harness;
using Xunit;

namespace AutoInstr.ContainerTests.Harness;

/// <summary>What a command of the container engine left.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
internal sealed record Outcome(int ExitCode, string Output, string Errors);

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

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    private static readonly string Folder = Directory.CreateDirectory(Path.Combine(Repository.Artifacts, "podman")).FullName;
    private static readonly Dictionary<string, string> Settings = WriteSettings();

    /// <summary>Why there is no engine, or <see langword="null"/> when there is one.</summary>
    public static string? Obstacle { get; } = FindObstacle();

    /// <summary>Runs a command that must succeed.</summary>
    /// <returns>What it wrote to its standard output, without white space around it.</returns>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        var outcome = await TryAsync(arguments);
        var command = string.Join(' ', arguments);
        Assert.True(outcome.ExitCode == 0, $"podman {command} ended with {outcome.ExitCode}:\n{outcome.Output}{outcome.Errors}");
        return outcome.Output.Trim();
    }

    /// <summary>Runs a command.</summary>
    public static async Task<Outcome> TryAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("podman", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        foreach (var (name, value) in Settings)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"podman {string.Join(' ', arguments)} took longer than {Patience}");
        }
        return new Outcome(process.ExitCode, await output, await errors);
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
