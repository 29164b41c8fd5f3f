using System.Diagnostics;
using AutoInstr.ContainerTests.Harness;

namespace AutoInstr.ContainerTests.Compose;

/// <summary>Compositions that docker-compose brings up on Podman; they are gone when this is disposed.</summary>
internal sealed class RunningComposition : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly string _project = $"autoinstr-{Environment.ProcessId}";
    private readonly string _file = Path.GetTempFileName();
    private readonly Process _engine;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _healthChecks;

    private RunningComposition(Process engine)
    {
        _engine = engine;
        _healthChecks = Task.Run(CheckHealthAsync);
    }

    private static string Socket => Path.Combine("/tmp", $"autoinstr-podman-{Environment.UserName}.sock");

    /// <summary>Starts the engine's service.</summary>
    public static async Task<RunningComposition> CreateAsync()
    {
        File.Delete(Socket);
        var engine = Podman.Serve(Socket);
        for (var i = 0; i < 100 && !File.Exists(Socket); i++)
            await Task.Delay(100);
        return new RunningComposition(engine);
    }

    /// <summary>Brings a composition up, or makes of what is up another one.</summary>
    public async Task UpAsync(Composition composition)
    {
        await File.WriteAllTextAsync(_file, composition.ToYaml());
        await RunAsync("up", "--detach", "--no-build", "--remove-orphans");
    }

    /// <summary>What the services have written.</summary>
    public async Task<string> LogsAsync() =>
        (await Podman.TryAsync("ps", "--all")).Output + await RunAsync("logs", "--no-color", "--tail=40");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await RunAsync("down", "--volumes", "--timeout", "5");
        await _stop.CancelAsync();
        await _healthChecks;
        _engine.Kill();
        _engine.Dispose();
        _stop.Dispose();
        File.Delete(_file);
        File.Delete(Socket);
    }

    private async Task<string> RunAsync(params string[] command)
    {
        string[] arguments = ["--project-name", _project, "--project-directory", Composition.Folder, "--file", _file, .. command];
        var running = Command.TryAsync(
            "docker-compose", arguments, new Dictionary<string, string> { ["DOCKER_HOST"] = "unix://" + Socket });
        return Command.Succeeded(await running.WaitAsync(Patience), "docker-compose", arguments);
    }

    /// <summary>The engine leaves that to systemd's timers, which a test has not.</summary>
    private async Task CheckHealthAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var (_, running, _) = await Podman.TryAsync(
                "ps", "--filter", "label=com.docker.compose.project=" + _project, "--filter", "health=starting", "--format", "{{.ID}}");
            foreach (var container in running.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                await Podman.TryAsync("healthcheck", "run", container);
            await Task.Delay(500, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
