using AutoInstr.ContainerTests.Harness;
using AutoInstr.IntegrationTests.Harness;

namespace AutoInstr.ContainerTests.Kubernetes;

/// <summary>The OpenTelemetry Collector as an image, made of the program of this machine.</summary>
internal static class Collector
{
    private const string Image = "localhost/otel-collector:local";

    /// <summary>Makes it.</summary>
    public static async Task<string> ImageAsync()
    {
        var folder = Directory.CreateTempSubdirectory("autoinstr-collector-");
        File.Copy(CollectorProgram.Path!, Path.Combine(folder.FullName, "otelcol"));
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "Dockerfile"), "FROM scratch\nCOPY otelcol /otelcol\nUSER 10001\nENTRYPOINT [\"/otelcol\"]\n");
        await Podman.RunAsync("build", "--tag", Image, folder.FullName);
        folder.Delete(recursive: true);
        return Image;
    }
}
