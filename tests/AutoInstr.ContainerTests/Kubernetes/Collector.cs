using AutoInstr.ContainerTests.Harness;
using AutoInstr.IntegrationTests.Harness;

namespace AutoInstr.ContainerTests.Kubernetes;

/// <summary>The OpenTelemetry Collector as an image, made of the program of this machine.</summary>
internal static class Collector
{
    private const string Image = "localhost/otel-collector:local";

    /// <summary>Where the program is: the variable OTELCOL, or next to the repository; <see langword="null"/> when it is in neither
    /// place.</summary>
    public static string? Program { get; } = new[]
    {
        Environment.GetEnvironmentVariable("OTELCOL"),
        Path.Combine(Path.GetDirectoryName(Repository.Root)!, "shared", "otelcol", "otelcol"),
    }.FirstOrDefault(File.Exists);

    /// <summary>Makes it.</summary>
    public static async Task<string> ImageAsync()
    {
        var folder = Directory.CreateTempSubdirectory("autoinstr-collector-");
        File.Copy(Program!, Path.Combine(folder.FullName, "otelcol"));
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "Dockerfile"), "FROM scratch\nCOPY otelcol /otelcol\nUSER 10001\nENTRYPOINT [\"/otelcol\"]\n");
        await Podman.RunAsync("build", "--tag", Image, folder.FullName);
        folder.Delete(recursive: true);
        return Image;
    }
}
