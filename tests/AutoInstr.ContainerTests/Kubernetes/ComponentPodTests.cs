using AutoInstr.Compare.Running;
using AutoInstr.ContainerTests.Harness;
using AutoInstr.IntegrationTests.Harness;
using AutoInstr.Viewer;
using AutoInstr.Viewer.Model;
using k8s.Models;
using Xunit;

namespace AutoInstr.ContainerTests.Kubernetes;

/// <summary>Pods of the kustomize component and of its variants, run.</summary>
public sealed class ComponentPodTests : IAsyncLifetime
{
    private readonly Uri _address = NewAddress();
    private OtlpReceiver _receiver = null!;

    public ComponentPodTests()
    {
        Images.Require();
        Rendered.Require();
    }

    public async ValueTask InitializeAsync() =>
        _receiver = await OtlpReceiver.StartAsync(ReceiverOptions.FreePorts, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    [Fact]
    public async Task A_pod_with_a_sidecar_sends_through_it()
    {
        Assert.SkipWhen(CollectorProgram.Path is null, CollectorProgram.Missing);
        var rendered = await Rendered.OfAsync("examples/sidecar");
        var maps = rendered.Objects.OfType<V1ConfigMap>().ToArray();
        var (grpc, http) = ($":{FreePort.Find()}", $":{FreePort.Find()}");
        foreach (var map in maps)
            foreach (var (key, value) in map.Data.ToArray())
                map.Data[key] = value.Replace(":4317", grpc, StringComparison.Ordinal).Replace(":4318", http, StringComparison.Ordinal);
        maps.Single(static map => map.Data.ContainsKey("backend")).Data["backend"] = $"http://127.0.0.1:{_receiver.HttpPort}";
        var pod = LocalPod.Of(rendered.Get<V1Deployment>(), _address);
        LocalPod.RunSidecar(pod, await Collector.ImageAsync(), maps);

        await using var played = await PlayedPod.StartAsync([.. maps, pod]);
        await TracedPod.AssertAsync(_receiver, _address);
    }

    [Fact]
    public async Task A_pod_of_it_runs_and_its_spans_say_where_they_are_from()
    {
        var (settings, pod) = await RenderAsync("examples/component", _address);

        await using var played = await PlayedPod.StartAsync(settings, pod);
        await TracedPod.AssertAsync(_receiver, _address);
    }

    [Fact]
    public async Task A_pod_that_the_kit_could_not_be_copied_into_runs_as_if_it_were_not_there()
    {
        var (settings, pod) = await RenderAsync("examples/component", _address);
        await using var small = await SmallVolume.MountAsync();
        var volume = pod.Spec.Volumes.Single();
        (volume.EmptyDir, volume.HostPath) = (null, new V1HostPathVolumeSource { Path = small.Folder });

        await using var played = await PlayedPod.StartAsync(settings, pod);
        await TracedPod.AskAsync(_address);
        var (_, errors) = await PlayedPod.LogsAsync(LocalPod.Name, "tasks");
        var line = Assert.Single(errors.Trim().Split('\n'));
        Assert.StartsWith("autoinstr: not instrumented: the kit in /autoinstr is incomplete", line, StringComparison.Ordinal);
        Assert.All(
            Directory.GetFiles(small.Folder, "*", SearchOption.AllDirectories),
            static file => Assert.EndsWith("StartupHook.dll", file, StringComparison.Ordinal));
        Assert.Empty(_receiver.Store.Spans);
    }

    [Fact]
    public async Task Two_replicas_are_told_apart()
    {
        var pods = new List<PlayedPod>();
        try
        {
            foreach (var name in new[] { LocalPod.Name, LocalPod.OtherName })
            {
                var address = NewAddress();
                var (settings, pod) = await RenderAsync("examples/component", address, name);
                pods.Add(await PlayedPod.StartAsync(settings, pod));
                await TracedPod.AskAsync(address);
            }
            var spans = await _receiver.Store.WaitForAsync(
                static spans => Served(spans).Count() == 2, TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            Assert.Equal(
                [LocalPod.OtherName, LocalPod.Name], Served(spans).Select(static span => (string)span.Resource["k8s.pod.name"]!).Order());
            Assert.Equal(2, Served(spans).DistinctBy(static span => span.Resource["service.instance.id"]).Count());
            Assert.Single(Served(spans).DistinctBy(static span => (span.ServiceName, span.Resource["k8s.deployment.name"])));
        }
        finally
        {
            foreach (var played in pods)
                await played.DisposeAsync();
        }

        static IEnumerable<Span> Served(IEnumerable<Span> spans) =>
            spans.Where(static span => span is { Name: "GET /tasks", Kind: SpanKind.Server });
    }

    [Fact]
    public async Task A_pod_with_the_image_for_a_volume_is_traced()
    {
        var (settings, pod) = await RenderAsync("examples/image-volume", _address);

        // The engine has no image volumes: it is given the folder that is the image's.
        var folder = Directory.CreateTempSubdirectory("autoinstr-image-volume-").FullName;
        await ImageFile.ReadAllAsync(Images.Kit, folder);
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        var (volume, mount) = (pod.Spec.Volumes.Single(), pod.Spec.Containers.Single().VolumeMounts.Single());
        (volume.Image, volume.HostPath) = (null, new V1HostPathVolumeSource { Path = Path.Combine(folder, mount.SubPath) });
        mount.SubPath = null;

        await using (await PlayedPod.StartAsync(settings, pod))
            await TracedPod.AssertAsync(_receiver, _address);
        Directory.Delete(folder, recursive: true);
    }

    private static Uri NewAddress() => new($"http://127.0.0.1:{FreePort.Find()}");

    /// <summary>The settings and a pod of an example, which sends to the receiver.</summary>
    private async Task<(V1ConfigMap Settings, V1Pod Pod)> RenderAsync(string example, Uri address, string name = LocalPod.Name)
    {
        var rendered = await Rendered.OfAsync(example);
        var settings = rendered.Get<V1ConfigMap>();
        settings.Data["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{_receiver.GrpcPort}";
        return (settings, LocalPod.Of(rendered.Get<V1Deployment>(), address, name));
    }
}
