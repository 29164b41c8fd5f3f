using AutoInstr.Compare.Running;
using AutoInstr.ContainerTests.Kubernetes;
using AutoInstr.IntegrationTests.Harness;
using AutoInstr.Viewer;
using k8s.Models;
using Xunit;

namespace AutoInstr.ContainerTests.Webhook;

/// <summary>The webhook's image as its manifests run it, and pods that it has changed, run.</summary>
public sealed class WebhookPodTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public WebhookPodTests() => Rendered.Require();

    [Fact]
    public async Task A_pod_that_it_has_changed_is_traced_beside_the_hook_of_its_own()
    {
        Images.Require();
        await Images.BuildWebhookAsync();
        await Images.BuildPlainAsync("Dockerfile.chiseled", Images.PlainChiseledApp);
        var cancellation = TestContext.Current.CancellationToken;
        await using var receiver = await OtlpReceiver.StartAsync(ReceiverOptions.FreePorts, cancellation);
        await using var server = await WebhookFixture.StartServerAsync();
        server.PutNamespace("shop", ("autoinstr/inject", "true"));
        using var certificate = await PemFolder.CreateAsync();

        var (port, statusPort) = (FreePort.Find(), FreePort.Find());
        await using var webhookPod = await StartAsync(server, certificate, port, statusPort, receiver.GrpcPort);
        await using var webhook = RunningWebhook.At(port, statusPort);
        using (var status = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{statusPort}") })
            await PlayedPod.WaitUntilAnsweredAsync(status, "/readyz", Patience);

        var reviewed = await webhook.ReviewAsync(await TasksPodAsync(), "shop");
        Assert.Empty(reviewed.Warnings);
        var address = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        // An application image without a shell, for the pod needs none of it.
        await using var pod = await PlayedPod.StartAsync(LocalPod.Prepare(reviewed.Pod, address, Images.PlainChiseledApp));
        await TracedPod.AssertAsync(
            receiver, address, ("k8s.container.name", "tasks"), ("service.namespace", "shop"), ("team", "sales, north"),
            ("service.instance.id", $"shop.{LocalPod.Name}.tasks"));
        var (output, errors) = await PlayedPod.LogsAsync(LocalPod.Name, "tasks");
        Assert.StartsWith("the other hook ran", output, StringComparison.Ordinal);
        Assert.Equal("", errors);
        Assert.Empty(server.Refused);
    }

    /// <summary>A pod of the manifests' Deployment, with the certificate and the API server of this test.</summary>
    private static async Task<PlayedPod> StartAsync(ApiServer server, PemFolder certificate, int port, int statusPort, int receiverPort)
    {
        var rendered = await Rendered.OfAsync("webhook/manifests/self-signed");
        var maps = rendered.Objects.OfType<V1ConfigMap>().ToArray();
        maps.Single(static map => map.Data.ContainsKey("AUTOINSTR_WEBHOOK_IMAGE")).Data["AUTOINSTR_WEBHOOK_IMAGE"] = Images.Kit;
        var defaults = maps.Single(static map => map.Data.ContainsKey("OTEL_EXPORTER_OTLP_ENDPOINT"));
        defaults.Data["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{receiverPort}";
        var spec = rendered.Get<V1Deployment>().Spec.Template.Spec;
        var container = spec.Containers.Single();
        // The engine does not know prefixes.
        var prefix = container.EnvFrom.Single(source => source.ConfigMapRef.Name == defaults.Metadata.Name).Prefix;
        defaults.Data = defaults.Data.ToDictionary(item => prefix + item.Key, static item => item.Value);
        LocalPod.UseImage(container, Images.Webhook);
        container.Env =
        [
            new V1EnvVar { Name = "KUBECONFIG", Value = "/api/config" },
            new V1EnvVar { Name = "AUTOINSTR_WEBHOOK_LISTEN", Value = $"127.0.0.1:{port}" },
            new V1EnvVar { Name = "AUTOINSTR_WEBHOOK_STATUS_LISTEN", Value = $"127.0.0.1:{statusPort}" },
        ];
        // Of these the engine does not know all, and maps no ports of the host's network.
        (container.ReadinessProbe, container.LivenessProbe, container.Lifecycle, container.Ports) = (null, null, null, null);
        container.VolumeMounts.Add(new V1VolumeMount { Name = "api", MountPath = "/api" });
        var tls = spec.Volumes.Single(static volume => volume.Name == "certificate");
        (tls.Secret, tls.HostPath) = (null, new V1HostPathVolumeSource { Path = Readable(certificate.Path) });
        spec.Volumes.Add(new V1Volume
        {
            Name = "api",
            HostPath = new V1HostPathVolumeSource { Path = Readable(Path.GetDirectoryName(server.KubeConfig)!) },
        });
        spec.HostNetwork = true;
        return await PlayedPod.StartAsync(
        [
            .. maps,
            new V1Pod { ApiVersion = "v1", Kind = "Pod", Metadata = new V1ObjectMeta { Name = "autoinstr-webhook" }, Spec = spec },
        ]);
    }

    /// <summary>A pod of the example's Deployment, whose application has a hook of its own.</summary>
    private static async Task<V1Pod> TasksPodAsync()
    {
        var template = (await Rendered.OfAsync("examples/workloads")).Get<V1Deployment>().Spec.Template;
        template.Spec.Containers = [template.Spec.Containers[0]];
        var container = template.Spec.Containers[0];
        container.Env = [new V1EnvVar { Name = "DOTNET_STARTUP_HOOKS", Value = "/own/OtherHook.dll" }];
        container.VolumeMounts = [new V1VolumeMount { Name = "own", MountPath = "/own" }];
        template.Spec.Volumes =
        [
            new V1Volume
            {
                Name = "own",
                HostPath = new V1HostPathVolumeSource { Path = Path.Combine(Repository.Artifacts, "bin", "OtherHook", "release") },
            },
        ];
        template.Metadata.Labels["pod-template-hash"] = LocalPod.TemplateHash;
        template.Metadata.Name = LocalPod.Name;
        template.Metadata.Annotations = new Dictionary<string, string> { ["resource.opentelemetry.io/team"] = "sales, north" };
        return new V1Pod { ApiVersion = "v1", Kind = "Pod", Metadata = template.Metadata, Spec = template.Spec };
    }

    private static string Readable(string folder)
    {
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        return folder;
    }
}
