using AutoInstr.ContainerTests.Harness;
using k8s;
using Xunit;

namespace AutoInstr.ContainerTests.Kubernetes;

/// <summary>A pod that Podman runs; it is gone when this is disposed.</summary>
internal sealed class PlayedPod(string file) : IAsyncDisposable
{
    /// <summary>Starts it.</summary>
    /// <param name="objects">The pod, and what it refers to.</param>
    public static async Task<PlayedPod> StartAsync(params object[] objects)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, KubernetesYaml.SerializeAll(objects));
        var pod = new PlayedPod(file);
        var outcome = await Podman.TryAsync("play", "kube", file);
        if (outcome.ExitCode == 0)
            return pod;
        await pod.DisposeAsync();
        Assert.Fail($"the pod cannot be played: {outcome.Output}{outcome.Errors}");
        return pod;
    }

    /// <summary>Waits until an application in it answers.</summary>
    public static async Task WaitUntilAnsweredAsync(HttpClient http, string path, TimeSpan patience)
    {
        using var stop = new CancellationTokenSource(patience);
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), stop.Token);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
            await Task.Delay(100, stop.Token);
        }
    }

    /// <summary>What a container of a pod has written to its two streams.</summary>
    public static async Task<(string Output, string Errors)> LogsAsync(string pod, string container)
    {
        var (_, output, errors) = await Podman.TryAsync("logs", $"{pod}-{container}");
        return (output, errors);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Podman.TryAsync("play", "kube", "--down", file);
        File.Delete(file);
    }
}
