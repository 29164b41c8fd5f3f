using AutoInstr.Compare.Running;
using AutoInstr.Viewer;
using AutoInstr.Viewer.Model;
using k8s.Models;
using Xunit;

namespace AutoInstr.ContainerTests.Kubernetes;

/// <summary>The kustomize component: what it makes of workloads, and a pod of it, run.</summary>
public sealed class ComponentTests
{
    private const string Hook = "/autoinstr/AutoInstr.StartupHook.dll";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public ComponentTests() => Assert.SkipUnless(
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(static folder => File.Exists(Path.Combine(folder, "kubectl"))),
        "kubectl is not installed");

    [Fact]
    public async Task Every_kind_of_workload_gets_the_kit_and_the_hook()
    {
        var rendered = await Rendered.OfAsync("examples/shop");
        Assert.Equal(["CronJob nightly", "DaemonSet agent", "Deployment tasks", "Job import", "StatefulSet ledger"],
            rendered.Templates.Select(static item => item.Workload).Order(StringComparer.Ordinal));
        Assert.All(rendered.Templates, static item =>
        {
            var spec = item.Template.Spec;
            var init = Assert.Single(spec.InitContainers);
            Assert.Equal(["/bin/cp", "-r", "/autoinstr/.", "/target"], init.Command);
            Assert.Equal(("autoinstr", "/target"), (init.VolumeMounts.Single().Name, init.VolumeMounts.Single().MountPath));
            Assert.Equal(["cpu", "memory"], init.Resources.Requests.Keys.Order(StringComparer.Ordinal));
            var volume = Assert.Single(spec.Volumes);
            Assert.InRange(volume.EmptyDir.SizeLimit.ToInt64(), 40_000_000, 200_000_000);
            Assert.All(spec.Containers, static container =>
            {
                Assert.Equal("/autoinstr", Assert.Single(container.VolumeMounts, static mount => mount.Name == "autoinstr").MountPath);
                Assert.StartsWith(Hook + ":", ValueOf(container, "DOTNET_STARTUP_HOOKS"), StringComparison.Ordinal);
                Assert.Equal(container.Env.Count, container.Env.DistinctBy(static e => e.Name).Count());
            });
        });
    }

    [Fact]
    public async Task What_a_container_has_of_its_own_is_kept()
    {
        var rendered = await Rendered.OfAsync("examples/shop");
        var container = rendered.Get<V1Deployment>().Spec.Template.Spec.Containers.Single(static c => c.Name == "with-its-own");
        Assert.Equal($"{Hook}:/app/Own.dll", ValueOf(container, "DOTNET_STARTUP_HOOKS"));
        Assert.Equal("its-own", ValueOf(container, "OTEL_SERVICE_NAME"));
        Assert.Equal(
            ["its-own", rendered.Get<V1ConfigMap>().Metadata.Name], container.EnvFrom.Select(static source => source.ConfigMapRef.Name));
    }

    [Fact]
    public async Task The_settings_are_a_ConfigMap_whose_name_changes_with_them()
    {
        var settings = (await Rendered.OfAsync("examples/shop")).Get<V1ConfigMap>();
        Assert.Matches("^autoinstr-[a-z0-9]{10}$", settings.Metadata.Name);
        Assert.Equal("http://otel-collector.observability:4317", settings.Data["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        Assert.Equal("grpc", settings.Data["OTEL_EXPORTER_OTLP_PROTOCOL"]);
    }

    [Fact]
    public async Task The_init_container_passes_the_restricted_level()
    {
        var rendered = await Rendered.OfAsync("examples/shop");
        Assert.All(rendered.Templates, static item =>
        {
            // https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
            var context = item.Template.Spec.InitContainers.Single().SecurityContext;
            Assert.False(context.AllowPrivilegeEscalation);
            Assert.True(context.RunAsNonRoot);
            Assert.Equal(["ALL"], context.Capabilities.Drop);
            Assert.Null(context.Capabilities.Add);
            Assert.Equal("RuntimeDefault", context.SeccompProfile.Type);
            Assert.True(context.ReadOnlyRootFilesystem);
            Assert.All(item.Template.Spec.Volumes, static volume => Assert.NotNull(volume.EmptyDir));
        });
    }

    [Fact]
    public async Task A_pod_of_it_runs_and_its_spans_say_where_they_are_from()
    {
        Images.Require();
        var cancellation = TestContext.Current.CancellationToken;
        await using var receiver = await OtlpReceiver.StartAsync(new ReceiverOptions { GrpcPort = 0, HttpPort = 0 }, cancellation);
        var address = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        var rendered = await Rendered.OfAsync("examples/shop");
        var settings = rendered.Get<V1ConfigMap>();
        settings.Data["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{receiver.GrpcPort}";
        var pod = PodOf(rendered.Get<V1Deployment>(), "tasks-7d4b9c6f5-x2x7k", "7d4b9c6f5", address);

        await using var played = await PlayedPod.StartAsync(settings, pod);
        using var http = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { BaseAddress = address };
        await PlayedPod.WaitUntilAnsweredAsync(http, "/health", Patience);
        Assert.Equal("[]", await http.GetStringAsync(new Uri("/tasks", UriKind.Relative), cancellation));
        var spans = await receiver.Store.WaitForAsync(
            static spans => spans.Any(static span => span.Name == "GET /tasks"), Patience, cancellation);
        var served = spans.First(static span => span is { Name: "GET /tasks", Kind: SpanKind.Server });
        (string Key, string Value)[] expected =
        [
            ("service.name", "tasks"), ("service.version", "1.2.3"), ("k8s.namespace.name", "shop"), ("k8s.node.name", "node-1"),
            ("k8s.pod.name", "tasks-7d4b9c6f5-x2x7k"), ("k8s.pod.uid", "uid-1"),
            ("k8s.deployment.name", "tasks"), ("k8s.replicaset.name", "tasks-7d4b9c6f5"),
        ];
        Assert.Equal(expected, expected.Select(item => (item.Key, (string)served.Resource[item.Key]!)));
    }

    private static string ValueOf(V1Container container, string variable) => container.Env.Single(e => e.Name == variable).Value;

    /// <summary>The pod that the controllers make of a Deployment, as this engine can run it: on the host's network, with local images, and
    /// with the downward API's answers, which it has only in part.</summary>
    private static V1Pod PodOf(V1Deployment deployment, string name, string hash, Uri address)
    {
        var spec = deployment.Spec.Template.Spec;
        var labels = new Dictionary<string, string>(deployment.Spec.Template.Metadata.Labels) { ["pod-template-hash"] = hash };
        spec.HostNetwork = true;
        spec.RestartPolicy = "OnFailure";
        spec.InitContainers.Single().Image = Images.Kit;
        spec.InitContainers.Single().ImagePullPolicy = "Never";
        // Its second container is for the rendering alone.
        spec.Containers = [spec.Containers[0]];
        var container = spec.Containers[0];
        container.Image = Images.PlainApp;
        container.ImagePullPolicy = "Never";
        foreach (var variable in container.Env.Where(static e => e.ValueFrom is not null))
        {
            variable.Value = variable.ValueFrom!.FieldRef.FieldPath switch
            {
                "metadata.name" => name,
                "metadata.uid" => "uid-1",
                "metadata.namespace" => "shop",
                "spec.nodeName" => "node-1",
                var label => labels.GetValueOrDefault(label.Split('\'')[1], ""),
            };
            variable.ValueFrom = null;
        }
        container.Env.Add(new V1EnvVar { Name = "ASPNETCORE_URLS", Value = address.OriginalString });
        return new V1Pod
        {
            ApiVersion = "v1",
            Kind = "Pod",
            Metadata = new V1ObjectMeta { Name = name, Labels = labels },
            Spec = spec,
        };
    }
}
