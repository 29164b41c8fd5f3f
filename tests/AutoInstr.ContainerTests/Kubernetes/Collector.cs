using AutoInstr.ContainerTests.Harness;
using AutoInstr.IntegrationTests.Harness;

namespace AutoInstr.ContainerTests.Kubernetes;

/// <summary>The OpenTelemetry Collector as an image, made of the program of this machine.</summary>
internal static class Collector
{
    /// <summary>Makes it.</summary>
    /// <param name="image">What it is called.</param>
    public static async Task<string> ImageAsync(string image = "localhost/otel-collector:local")
    {
        var folder = Directory.CreateTempSubdirectory("autoinstr-collector-");
        File.Copy(CollectorProgram.Path!, Path.Combine(folder.FullName, "otelcol"));
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "Dockerfile"), "FROM scratch\nCOPY otelcol /otelcol\nUSER 10001\nENTRYPOINT [\"/otelcol\"]\n");
        await Podman.RunAsync("build", "--tag", image, folder.FullName);
        folder.Delete(recursive: true);
        return image;
    }
}
