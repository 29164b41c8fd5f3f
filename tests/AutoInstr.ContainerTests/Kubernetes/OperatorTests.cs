using AutoInstr.Compare.Running;
using AutoInstr.ContainerTests.Harness;
using AutoInstr.IntegrationTests.Harness;
using AutoInstr.Viewer;
using k8s;
using k8s.Models;
using Xunit;

namespace AutoInstr.ContainerTests.Kubernetes;

/// <summary>The kit in the place of the OpenTelemetry Operator's own image.</summary>
public sealed class OperatorTests
{
    private const string Home = "/otel-auto-instrumentation-dotnet";

    [Fact]
    public async Task A_pod_that_the_operator_has_changed_is_traced()
    {
        Images.Require();
        var cancellation = TestContext.Current.CancellationToken;
        await using var receiver = await OtlpReceiver.StartAsync(ReceiverOptions.FreePorts, cancellation);
        var address = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        var pod = Mutated();
        var container = pod.Spec.Containers.Single();
        // Of the port 4317 alone it follows that the protocol is gRPC.
        container.Env.Single(static e => e.Name == "OTEL_EXPORTER_OTLP_ENDPOINT").Value = $"http://127.0.0.1:{receiver.GrpcPort}";
        container.Env.Add(new V1EnvVar { Name = "OTEL_EXPORTER_OTLP_PROTOCOL", Value = "grpc" });
        container.Env.Add(new V1EnvVar { Name = "ConnectionStrings__Sqlite", Value = "Data Source=/tmp/tasks.db" });
        pod.Spec.Volumes.Single(static volume => volume.Name == "own").HostPath.Path =
            Path.Combine(Repository.Artifacts, "bin", "OtherHook", "release");

        await using var played = await PlayedPod.StartAsync(LocalPod.Prepare(pod, address));
        await TracedPod.AssertAsync(
            receiver, address, ("k8s.container.name", "tasks"), ("service.namespace", "shop"), ("team", "shop"),
            ("service.instance.id", $"shop.{LocalPod.Name}.tasks"));
        var (output, errors) = await PlayedPod.LogsAsync(LocalPod.Name, container.Name);
        Assert.StartsWith("the other hook ran", output, StringComparison.Ordinal);
        Assert.Equal("", errors);
    }

    [Fact]
    public async Task Everything_that_its_variables_name_is_in_the_image()
    {
        Images.Require();
        var folder = Directory.CreateTempSubdirectory("autoinstr-operator-").FullName;
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);
        try
        {
            await Podman.RunAsync(
                "run", "--rm", "--network=none", "--volume", folder + ":" + Home, "--entrypoint", """["cp"]""", Images.Kit, "-r",
                "/autoinstrumentation/.", Home);
            var named = Mutated().Spec.Containers.Single().Env.Where(static e => e.Value is not null)
                .SelectMany(static e => e.Value.Split(':')).Where(static path => path.StartsWith(Home + "/", StringComparison.Ordinal));
            var musl = Home + "/linux-musl-x64/OpenTelemetry.AutoInstrumentation.Native.so";
            Assert.All(named.Append(musl), path => Assert.True(Path.Exists(folder + path[Home.Length..]), path));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_resource_names_the_image()
    {
        var yaml = await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, "k8s", "operator", "instrumentation.yaml"), TestContext.Current.CancellationToken);
        var resource = KubernetesYaml.Deserialize<Dictionary<string, object>>(yaml, strict: true);
        Assert.Equal(("opentelemetry.io/v1alpha1", "Instrumentation"), (resource["apiVersion"], resource["kind"]));
        var spec = (IDictionary<object, object>)resource["spec"];
        Assert.Equal(Mutated().Spec.InitContainers.Single().Image, ((IDictionary<object, object>)spec["dotnet"])["image"]);
        Assert.Equal("http://otel-collector:4317", ((IDictionary<object, object>)spec["exporter"])["endpoint"]);
    }

    private static V1Pod Mutated() => KubernetesYaml.LoadAllFromString(File.ReadAllText(Path.Combine(
            Repository.Root, "tests", "AutoInstr.ContainerTests", "Kubernetes", "operator-pod.yaml")), strict: true)
        .OfType<V1Pod>().Single();
}
