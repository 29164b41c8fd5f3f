using k8s.Models;
using Xunit;

namespace AutoInstr.ContainerTests.Kubernetes;

/// <summary>The kustomize component: what it makes of workloads.</summary>
public sealed class ComponentTests
{
    private const string Hook = "/autoinstr/AutoInstr.StartupHook.dll";

    public ComponentTests() => Rendered.Require();

    [Fact]
    public async Task Every_kind_of_workload_gets_the_kit_and_the_hook()
    {
        var rendered = await Rendered.OfAsync("examples/component");
        Assert.Equal(["CronJob nightly", "DaemonSet agent", "Deployment tasks", "Job import", "StatefulSet ledger"],
            rendered.Templates.Select(static item => item.Workload).Order(StringComparer.Ordinal));
        Assert.All(rendered.Templates, static item =>
        {
            var spec = item.Template.Spec;
            var init = Assert.Single(spec.InitContainers);
            Assert.Equal(["/bin/cp", "--optional", "-r", "/autoinstr/.", "/target"], init.Command);
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
        var rendered = await Rendered.OfAsync("examples/component");
        var container = rendered.Get<V1Deployment>().Spec.Template.Spec.Containers.Single(static c => c.Name == "with-its-own");
        Assert.Equal($"{Hook}:/app/Own.dll", ValueOf(container, "DOTNET_STARTUP_HOOKS"));
        Assert.Equal("its-own", ValueOf(container, "OTEL_SERVICE_NAME"));
        Assert.Equal(
            ["its-own", rendered.Get<V1ConfigMap>().Metadata.Name], container.EnvFrom.Select(static source => source.ConfigMapRef.Name));
    }

    [Fact]
    public async Task The_settings_are_a_ConfigMap_whose_name_changes_with_them()
    {
        var settings = (await Rendered.OfAsync("examples/component")).Get<V1ConfigMap>();
        Assert.Matches("^autoinstr-[a-z0-9]{10}$", settings.Metadata.Name);
        Assert.Equal("http://otel-collector.observability:4317", settings.Data["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        Assert.Equal("grpc", settings.Data["OTEL_EXPORTER_OTLP_PROTOCOL"]);
    }

    [Fact]
    public async Task Sidecars_send_to_the_collector_that_hands_on_to_the_backends()
    {
        var sidecar = (await Rendered.OfAsync("examples/sidecar")).Objects.OfType<V1ConfigMap>()
            .Single(static map => map.Data.ContainsKey("backend"));
        var backends = await Rendered.OfAsync("examples/backends");
        var service = backends.Get<V1Service>();
        var pod = backends.Get<V1Deployment>().Spec.Template;
        var container = Assert.Single(pod.Spec.Containers);
        Assert.Equal($"http://{service.Metadata.Name}.{service.Metadata.NamespaceProperty}:4318", sidecar.Data["backend"]);
        Assert.Equal(service.Spec.Selector, pod.Metadata.Labels);
        Assert.All(service.Spec.Ports, port => Assert.Contains(container.Ports, offered =>
            offered.Name == port.TargetPort.Value && offered.ContainerPort == port.Port));
        Assert.Equal(backends.Get<V1ConfigMap>().Metadata.Name, Assert.Single(pod.Spec.Volumes).ConfigMap.Name);
    }

    [Theory]
    [InlineData("component")]
    [InlineData("sidecar")]
    [InlineData("node-agent")]
    public async Task What_is_added_passes_the_restricted_level(string variant)
    {
        var rendered = await Rendered.OfAsync("examples/" + variant);
        Assert.Equal(5, rendered.Templates.Count);
        Assert.All(rendered.Templates, static item =>
        {
            // https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
            Assert.All(item.Template.Spec.InitContainers.Select(static container => container.SecurityContext), static context =>
            {
                Assert.False(context.AllowPrivilegeEscalation);
                Assert.True(context.RunAsNonRoot);
                Assert.Equal(["ALL"], context.Capabilities.Drop);
                Assert.Null(context.Capabilities.Add);
                Assert.Equal("RuntimeDefault", context.SeccompProfile.Type);
                Assert.True(context.ReadOnlyRootFilesystem);
            });
            Assert.All(
                item.Template.Spec.Volumes, static volume => Assert.True(volume.EmptyDir is not null || volume.ConfigMap is not null));
            Assert.NotEqual(true, item.Template.Spec.HostNetwork);
        });
    }

    [Fact]
    public async Task The_nodes_address_comes_before_what_it_is_expanded_in()
    {
        var rendered = await Rendered.OfAsync("examples/node-agent");
        Assert.All(rendered.Templates.SelectMany(static item => item.Template.Spec.Containers), static container =>
        {
            var names = container.Env.Select(static e => e.Name).ToList();
            Assert.Equal("http://$(AUTOINSTR_NODE_IP):4317", ValueOf(container, "OTEL_EXPORTER_OTLP_ENDPOINT"));
            Assert.Equal("status.hostIP", container.Env.Single(static e => e.Name == "AUTOINSTR_NODE_IP").ValueFrom.FieldRef.FieldPath);
            Assert.True(names.IndexOf("AUTOINSTR_NODE_IP") < names.IndexOf("OTEL_EXPORTER_OTLP_ENDPOINT"));
        });
    }

    [Fact]
    public async Task A_sidecar_starts_before_the_applications_and_keeps_no_job_from_ending()
    {
        var rendered = await Rendered.OfAsync("examples/sidecar");
        Assert.All(rendered.Templates, static item =>
        {
            var collector = item.Template.Spec.InitContainers.Single(static container => container.Name == "otel-collector");
            Assert.Equal("Always", collector.RestartPolicy);
            var configuration = item.Template.Spec.Volumes.Single(static volume => volume.Name == "autoinstr-collector").ConfigMap.Name;
            Assert.Matches("^autoinstr-collector-[a-z0-9]{10}$", configuration);
            Assert.Equal(configuration, collector.Env.Single().ValueFrom.ConfigMapKeyRef.Name);
        });
        var settings = rendered.Objects.OfType<V1ConfigMap>().Single(static map => !map.Data.ContainsKey("backend"));
        Assert.Equal("http://127.0.0.1:4317", settings.Data["OTEL_EXPORTER_OTLP_ENDPOINT"]);
    }

    [Fact]
    public async Task An_image_volume_takes_the_place_of_the_copy()
    {
        var rendered = await Rendered.OfAsync("examples/image-volume");
        Assert.Equal(5, rendered.Templates.Count);
        Assert.All(rendered.Templates, static item =>
        {
            Assert.Empty(item.Template.Spec.InitContainers ?? []);
            var image = Assert.Single(item.Template.Spec.Volumes).Image;
            Assert.Equal(("registry.example/autoinstr:0.1.0", "IfNotPresent"), (image.Reference, image.PullPolicy));
            Assert.All(item.Template.Spec.Containers, static container =>
            {
                var mount = Assert.Single(container.VolumeMounts, static mount => mount.Name == "autoinstr");
                Assert.Equal(("/autoinstr", "autoinstr"), (mount.MountPath, mount.SubPath));
                Assert.StartsWith(Hook, ValueOf(container, "DOTNET_STARTUP_HOOKS"), StringComparison.Ordinal);
            });
        });
    }

    private static string ValueOf(V1Container container, string variable) => container.Env.Single(e => e.Name == variable).Value;
}
