using AutoInstr.ContainerTests;
using AutoInstr.ContainerTests.Harness;
using AutoInstr.ContainerTests.StandIns;
using AutoInstr.IntegrationTests.Harness;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(Images))]
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace AutoInstr.ContainerTests;

/// <summary>The images under test, built once from the Dockerfiles of <c>containers/</c>.</summary>
public sealed class Images : IAsyncLifetime
{
    /// <summary>The kit.</summary>
    internal const string Kit = "localhost/autoinstr:latest";

    /// <summary>An application with the four lines.</summary>
    internal const string App = "localhost/tasks-api:traced";

    /// <summary>The same one without them.</summary>
    internal const string PlainApp = "localhost/tasks-api:plain";

    /// <summary>The application in an image that has no shell, without the four lines.</summary>
    internal const string PlainChiseledApp = "localhost/tasks-api:plain-chiseled";

    /// <summary>The webhook.</summary>
    internal const string Webhook = "localhost/autoinstr-webhook:latest";

    /// <summary>What makes an application send telemetry.</summary>
    internal static readonly IReadOnlyList<string> AddedLines =
    [
        "COPY --from=autoinstr /autoinstr /autoinstr",
        "ENV DOTNET_STARTUP_HOOKS=/autoinstr/AutoInstr.StartupHook.dll",
        "ENV OTEL_SERVICE_NAME=appzin OTEL_TRACES_EXPORTER=otlp",
        "ENV OTEL_EXPORTER_OTLP_INSECURE=true OTEL_EXPORTER_OTLP_ENDPOINT=otel:4317",
    ];

    /// <summary>Builds them.</summary>
    public async ValueTask InitializeAsync()
    {
        if (Podman.Obstacle is not null)
            return;
        var standIns = await BaseImages.ProvideAsync();
        if (standIns.Count > 0)
            TestContext.Current.SendDiagnosticMessage($"made here in the place of public images: {string.Join(", ", standIns)}");
        await BuildAsync("Dockerfile", Kit);
        await BuildAsync("Dockerfile.app", App);
        await BuildPlainAsync("Dockerfile.app", PlainApp);
    }

    /// <summary>They stay for the next run.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Skips a test where there is no container engine.</summary>
    internal static void Require() => Assert.SkipWhen(Podman.Obstacle is not null, Podman.Obstacle ?? "");

    /// <summary>Builds one of the Dockerfiles.</summary>
    internal static Task BuildAsync(string file, string image, params string[] options) => Podman.RunAsync(
    [
        "build", "--network=host", .. options, "--tag", image,
        "--file", Path.Combine(Repository.Root, "containers", file), Repository.Root,
    ]);

    /// <summary>Builds the application from a Dockerfile as it was before the four lines.</summary>
    internal static async Task BuildPlainAsync(string dockerfile, string image)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "containers", dockerfile));
        var file = Path.GetTempFileName();
        await File.WriteAllLinesAsync(file, lines.Except(AddedLines));
        await Podman.RunAsync("build", "--network=host", "--tag", image, "--file", file, Repository.Root);
        File.Delete(file);
    }

    /// <summary>Builds the webhook.</summary>
    internal static Task BuildWebhookAsync() => Podman.RunAsync(
        "build", "--network=host", "--tag", Webhook,
        "--file", Path.Combine(Repository.Root, "k8s", "webhook", "Dockerfile"), Repository.Root);
}
