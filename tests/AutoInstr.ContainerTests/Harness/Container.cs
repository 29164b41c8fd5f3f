using System.Text.RegularExpressions;
using Xunit;

namespace AutoInstr.ContainerTests.Harness;

/// <summary>A running container on the host's network; it is gone when this is disposed.</summary>
internal sealed class Container : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _id;

    private Container(string id) => _id = id;

    /// <summary>Starts one.</summary>
    /// <param name="image">Its image.</param>
    /// <param name="options">Options of <c>podman run</c>.</param>
    /// <param name="command">What it runs instead of the image's command.</param>
    public static async Task<Container> StartAsync(string image, IEnumerable<string> options, params string[] command) =>
        new(await Podman.RunAsync(["run", "--detach", "--network=host", .. options, image, .. command]));

    /// <summary>Waits until it has written something.</summary>
    public async Task<string> WaitForOutputAsync(string pattern)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var (_, output, errors) = await Podman.TryAsync("logs", _id);
            if (Regex.Match(output + errors, pattern) is { Success: true } match)
                return match.Groups[^1].Value;
            if (patience.IsCancellationRequested || await Podman.RunAsync("inspect", "--format", "{{.State.Running}}", _id) != "true")
                Assert.Fail($"the container has not written {pattern}, but:\n{output}{errors}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Asks it to end, and waits.</summary>
    /// <returns>Its exit code and all that it wrote.</returns>
    public async Task<Outcome> StopAsync()
    {
        await Podman.RunAsync("stop", "--time", "20", _id);
        var (_, output, errors) = await Podman.TryAsync("logs", _id);
        var exitCode = await Podman.RunAsync("inspect", "--format", "{{.State.ExitCode}}", _id);
        return new Outcome(int.Parse(exitCode, provider: null), output, errors);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Podman.TryAsync("rm", "--force", "--time", "0", _id);
}
