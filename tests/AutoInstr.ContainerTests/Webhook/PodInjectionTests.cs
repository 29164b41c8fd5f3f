using AutoInstr.ContainerTests.Kubernetes;
using k8s;
using k8s.Models;
using Xunit;

namespace AutoInstr.ContainerTests.Webhook;

/// <summary>What the webhook makes of pods.</summary>
[Collection(WebhookCollection.Name)]
public sealed class PodInjectionTests
{
    private const string Hook = "/autoinstr/AutoInstr.StartupHook.dll";
    private const string OperatorInject = "instrumentation.opentelemetry.io/inject-dotnet";

    private readonly WebhookFixture _fixture;

    public PodInjectionTests(WebhookFixture fixture)
    {
        Rendered.Require();
        _fixture = fixture;
    }

    [Fact]
    public async Task A_pod_gets_what_the_component_gives()
    {
        var component = (await Rendered.OfAsync("examples/component")).Get<V1Deployment>().Spec.Template.Spec;
        var (init, volume) = (component.InitContainers.Single(), component.Volumes.Single());
        // The component knows nothing of the application's resources.
        (init.Image, init.ImagePullPolicy, init.Resources) = (Images.Kit, "IfNotPresent", null);

        var reviewed = await ReviewAsync(Pod("app"), "traced");
        Assert.Equal(KubernetesYaml.Serialize(init), KubernetesYaml.Serialize(Assert.Single(reviewed.Pod.Spec.InitContainers)));
        Assert.Equal(KubernetesYaml.Serialize(volume), KubernetesYaml.Serialize(Assert.Single(reviewed.Pod.Spec.Volumes)));
        var mount = Assert.Single(reviewed.Container("app").VolumeMounts);
        Assert.Equal(("autoinstr", "/autoinstr", true), (mount.Name, mount.MountPath, mount.ReadOnlyProperty));
        Assert.Empty(reviewed.Warnings);
    }

    [Fact]
    public async Task Its_variables_say_where_it_is_and_what_to_do()
    {
        var pod = Pod("app");
        pod.Metadata.Labels = new Dictionary<string, string>
        {
            ["app.kubernetes.io/name"] = "shop",
            ["pod-template-hash"] = "7d4b9c6f5",
        };
        pod.Metadata.Annotations = new Dictionary<string, string>
        {
            ["resource.opentelemetry.io/service.version"] = "7",
            ["resource.opentelemetry.io/team"] = "a,b $(PATH)",
        };
        var reviewed = await ReviewAsync(pod, "traced");
        Assert.Equal(
            [
                ("DOTNET_STARTUP_HOOKS", Hook), ("OTEL_RESOURCE_ATTRIBUTES_POD_NAME", null), ("OTEL_RESOURCE_ATTRIBUTES_POD_UID", null),
                ("OTEL_RESOURCE_ATTRIBUTES_NODE_NAME", null), ("AUTOINSTR_K8S_NAMESPACE", "traced"), ("AUTOINSTR_K8S_CONTAINER", "app"),
                ("AUTOINSTR_K8S_TEMPLATE_HASH", "7d4b9c6f5"), ("AUTOINSTR_K8S_APP", "shop"), ("AUTOINSTR_K8S_VERSION", "7"),
                ("AUTOINSTR_K8S_ATTRIBUTES", "team=a%2Cb%20%24%28PATH%29"), ("AUTOINSTR_DEFAULTS", WebhookFixture.Defaults),
            ],
            reviewed.Environment("app"));
        Assert.Equal(["metadata.name", "metadata.uid", "spec.nodeName"],
            reviewed.Container("app").Env.Where(static e => e.ValueFrom is not null).Select(static e => e.ValueFrom.FieldRef.FieldPath));
    }

    [Theory]
    [InlineData("registry.example:5000/app:1.2.3@sha256:0123", "1.2.3")]
    [InlineData("registry.example:5000/app", null)]
    [InlineData("app:latest", null)]
    public async Task Without_a_label_the_version_is_the_tag_of_the_image(string image, string? version)
    {
        var pod = Pod("app");
        pod.Spec.Containers[0].Image = image;
        Assert.Equal(version, (await ReviewAsync(pod, "traced")).Environment("app")
            .SingleOrDefault(static variable => variable.Name == "AUTOINSTR_K8S_VERSION").Value);
    }

    [Theory]
    [InlineData("shop", null, null, false)]
    [InlineData("shop", "autoinstr/inject", "true", true)]
    [InlineData("shop", OperatorInject, "True", true)]
    [InlineData("traced", null, null, true)]
    [InlineData("traced", "autoinstr/inject", "false", false)]
    [InlineData("traced", OperatorInject, "false", false)]
    [InlineData("operated", null, null, true)]
    public async Task Annotations_of_pod_and_namespace(string podNamespace, string? annotation, string? value, bool isInjected)
    {
        var pod = Pod("app");
        if (annotation is not null)
            pod.Metadata.Annotations = new Dictionary<string, string> { [annotation] = value! };
        var reviewed = await ReviewAsync(pod, podNamespace);
        Assert.Equal((isInjected, 0), (reviewed.IsChanged, reviewed.Warnings.Count));
    }

    [Fact]
    public async Task The_picture_of_a_static_pod_stays_as_it_is()
    {
        var pod = Pod("app");
        pod.Metadata.Annotations = new Dictionary<string, string> { ["kubernetes.io/config.mirror"] = "0123" };
        var reviewed = await ReviewAsync(pod, "traced");
        Assert.Equal((false, 0), (reviewed.IsChanged, reviewed.Warnings.Count));
    }

    [Theory]
    [InlineData("autoinstr/inject", "yes", false, "autoinstr: autoinstr/inject: 'yes' is neither true nor false")]
    [InlineData(OperatorInject, "observability/dotnet", true, "the resource 'observability/dotnet' is the operator's")]
    [InlineData("autoinstr/containers", "app, nowhere", true, "there is no container nowhere")]
    public async Task What_is_odd_about_annotations_is_told(string annotation, string value, bool isInjected, string told)
    {
        var pod = Pod("app");
        pod.Metadata.Annotations = new Dictionary<string, string> { [annotation] = value };
        var reviewed = await ReviewAsync(pod, annotation == "autoinstr/containers" ? "traced" : "shop");
        Assert.Equal(isInjected, reviewed.IsChanged);
        Assert.Contains(told, Assert.Single(reviewed.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pod_that_has_it_stays_as_it_is()
    {
        var first = await ReviewAsync(Pod("app"), "traced");
        var second = await ReviewAsync(first.Pod, "traced");
        Assert.Equal((false, 0), (second.IsChanged, second.Warnings.Count));

        var ofComponent = (await Rendered.OfAsync("examples/component")).Get<V1Deployment>().Spec.Template;
        Assert.False((await ReviewAsync(new V1Pod { Metadata = ofComponent.Metadata, Spec = ofComponent.Spec }, "traced")).IsChanged);
    }

    [Fact]
    public async Task All_containers_but_init_containers_or_those_that_are_named()
    {
        var pod = Pod("one", "two");
        pod.Spec.InitContainers = [Container("migrate"), Container("warm-up")];
        var all = await ReviewAsync(pod, "traced");
        Assert.Equal(["one", "two"], Injected(all));
        Assert.Equal(["autoinstr", "migrate", "warm-up"], all.Pod.Spec.InitContainers.Select(static container => container.Name));

        pod.Metadata.Annotations = new Dictionary<string, string> { ["autoinstr/containers"] = "two,migrate" };
        Assert.Equal(["two", "migrate"], Injected(await ReviewAsync(pod, "traced")));

        pod.Metadata.Annotations = new Dictionary<string, string> { ["instrumentation.opentelemetry.io/container-names"] = "one" };
        Assert.Equal(["one"], Injected(await ReviewAsync(pod, "operated")));

        static IEnumerable<string> Injected(Reviewed reviewed) => reviewed.Pod.Spec.Containers.Concat(reviewed.Pod.Spec.InitContainers)
            .Where(static container => container.Env?.Any(static e => e.Name == "DOTNET_STARTUP_HOOKS") == true)
            .Select(static container => container.Name);
    }

    [Fact]
    public async Task What_a_container_has_is_kept_and_joined()
    {
        var pod = Pod("app");
        var source = new V1EnvVarSource { ConfigMapKeyRef = new V1ConfigMapKeySelector { Name = "own", Key = "attributes" } };
        pod.Spec.Containers[0].Env =
        [
            new V1EnvVar { Name = "OTEL_SERVICE_NAME", Value = "own" },
            new V1EnvVar { Name = "DOTNET_STARTUP_HOOKS", Value = "/app/Own.dll" },
            new V1EnvVar { Name = "AUTOINSTR_K8S_CONTAINER", ValueFrom = source },
            new V1EnvVar { Name = "AUTOINSTR_DEFAULTS", Value = "OTEL_LOG_LEVEL=info" },
            new V1EnvVar { Name = "ENDS", Value = "$(DOTNET_STARTUP_HOOKS)" },
        ];
        var reviewed = await ReviewAsync(pod, "traced");
        Assert.Equal(
            [
                ("OTEL_SERVICE_NAME", "own"), ("DOTNET_STARTUP_HOOKS", $"{Hook}:/app/Own.dll"), ("AUTOINSTR_K8S_CONTAINER", null),
                ("AUTOINSTR_DEFAULTS", $"OTEL_LOG_LEVEL=info\n{WebhookFixture.Defaults}"), ("ENDS", "$(DOTNET_STARTUP_HOOKS)"),
            ],
            reviewed.Environment("app").Take(5));
        Assert.Equal(reviewed.Environment("app").Count, reviewed.Environment("app").DistinctBy(static variable => variable.Name).Count());
        Assert.Empty(reviewed.Warnings);
    }

    [Fact]
    public async Task A_hook_from_elsewhere_is_referred_to()
    {
        var pod = Pod("app");
        pod.Spec.Containers[0].Env =
        [
            new V1EnvVar { Name = "DOTNET_STARTUP_HOOKS", ValueFrom = FromMap(optional: null) },
            new V1EnvVar { Name = "NEXT", Value = "1" },
        ];
        var reviewed = await ReviewAsync(pod, "traced");
        var variables = reviewed.Container("app").Env;
        Assert.Equal(("AUTOINSTR_OWN_STARTUP_HOOKS", "own"), (variables[0].Name, variables[0].ValueFrom.ConfigMapKeyRef.Name));
        Assert.Equal(("DOTNET_STARTUP_HOOKS", $"{Hook}:$(AUTOINSTR_OWN_STARTUP_HOOKS)"), (variables[1].Name, variables[1].Value));
        Assert.Equal(("NEXT", "1"), (variables[2].Name, variables[2].Value));
    }

    [Theory]
    [InlineData("optional", "from an optional source")]
    [InlineData("other", "has Datadog.Trace.StartupHook.dll in DOTNET_STARTUP_HOOKS already")]
    [InlineData("kit", "has AutoInstr.StartupHook.dll in DOTNET_STARTUP_HOOKS already")]
    [InlineData("mount", "has something else at /autoinstr")]
    [InlineData("volume", "has the name autoinstr, which the kit needs")]
    [InlineData("operator", "the OpenTelemetry Operator has injected its instrumentation")]
    [InlineData("windows", "the kit is for Linux")]
    [InlineData("windows by label", "the kit is for Linux")]
    [InlineData("windows by affinity", "the kit is for Linux")]
    public async Task What_cannot_be_done_is_told_and_left_alone(string what, string told)
    {
        var pod = Pod("app");
        var container = pod.Spec.Containers[0];
        V1EnvVar hook = new() { Name = "DOTNET_STARTUP_HOOKS" };
        switch (what)
        {
            case "optional":
                hook.ValueFrom = FromMap(optional: true);
                container.Env = [hook];
                break;
            case "other" or "kit":
                hook.Value = what == "kit" ? "/kit/AutoInstr.StartupHook.dll" : "/dd/Datadog.Trace.StartupHook.dll";
                container.Env = [hook];
                break;
            case "mount":
                container.VolumeMounts = [new V1VolumeMount { Name = "own", MountPath = "/autoinstr/" }];
                break;
            case "volume":
                pod.Spec.Volumes = [new V1Volume { Name = "autoinstr", EmptyDir = new V1EmptyDirVolumeSource() }];
                break;
            case "operator":
                pod.Spec.InitContainers = [Container("opentelemetry-auto-instrumentation-dotnet")];
                break;
            case "windows by label":
                pod.Spec.NodeSelector = new Dictionary<string, string> { ["kubernetes.io/os"] = "windows" };
                break;
            case "windows by affinity":
                var windows = new V1NodeSelectorRequirement { Key = "kubernetes.io/os", OperatorProperty = "In", Values = ["windows"] };
                pod.Spec.Affinity = new V1Affinity
                {
                    NodeAffinity = new V1NodeAffinity
                    {
                        RequiredDuringSchedulingIgnoredDuringExecution = new V1NodeSelector
                        {
                            NodeSelectorTerms = [new V1NodeSelectorTerm { MatchExpressions = [windows] }],
                        },
                    },
                };
                break;
            default:
                pod.Spec.Os = new V1PodOS { Name = "windows" };
                break;
        }
        var reviewed = await ReviewAsync(pod, "traced");
        Assert.False(reviewed.IsChanged);
        Assert.Contains(told, Assert.Single(reviewed.Warnings), StringComparison.Ordinal);
        Assert.StartsWith("autoinstr: ", reviewed.Warnings[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_container_that_cannot_have_it_keeps_no_other_from_it()
    {
        var pod = Pod("one", "two");
        pod.Spec.Containers[0].Env = [new V1EnvVar { Name = "DOTNET_STARTUP_HOOKS", Value = "/dd/Datadog.Trace.StartupHook.dll" }];
        var reviewed = await ReviewAsync(pod, "traced");
        Assert.Single(reviewed.Container("one").Env);
        Assert.Equal(Hook, reviewed.Value("two", "DOTNET_STARTUP_HOOKS"));
        Assert.Contains("the container one has", Assert.Single(reviewed.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_copier_has_the_resources_of_the_first_container_so_that_it_passes_where_that_passes()
    {
        var pod = Pod("one", "two");
        pod.Spec.Containers[0].Resources = new V1ResourceRequirements
        {
            Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("2"), ["memory"] = new("1Gi") },
            Limits = new Dictionary<string, ResourceQuantity>
            {
                ["cpu"] = new("2"),
                ["memory"] = new("1Gi"),
                ["ephemeral-storage"] = new("1Gi"),
                ["nvidia.com/gpu"] = new("1"),
            },
        };
        var copier = (await ReviewAsync(pod, "traced")).Container("autoinstr").Resources;
        Assert.Equal([("cpu", "2"), ("memory", "1Gi")], copier.Requests.Select(static item => (item.Key, item.Value.ToString())));
        Assert.Equal(
            [("cpu", "2"), ("memory", "1Gi"), ("ephemeral-storage", "1Gi")],
            copier.Limits.Select(static item => (item.Key, item.Value.ToString())));
    }

    [Fact]
    public async Task A_pod_of_roots_has_a_copier_that_is_not()
    {
        var pod = Pod("app");
        pod.Spec.SecurityContext = new V1PodSecurityContext { RunAsUser = 0 };
        Assert.Equal(65532, (await ReviewAsync(pod, "traced")).Container("autoinstr").SecurityContext.RunAsUser);
        pod.Spec.SecurityContext.RunAsUser = 1000;
        Assert.Null((await ReviewAsync(pod, "traced")).Container("autoinstr").SecurityContext.RunAsUser);
    }

    private static V1EnvVarSource FromMap(bool? optional) =>
        new() { ConfigMapKeyRef = new V1ConfigMapKeySelector { Name = "own", Key = "hook", Optional = optional } };

    private static V1Pod Pod(params string[] containers) => new()
    {
        ApiVersion = "v1",
        Kind = "Pod",
        Metadata = new V1ObjectMeta { GenerateName = "tasks-7d4b9c6f5-" },
        Spec = new V1PodSpec { Containers = [.. containers.Select(Container)] },
    };

    private static V1Container Container(string name) => new() { Name = name, Image = "tasks-api" };

    private Task<Reviewed> ReviewAsync(V1Pod pod, string podNamespace) => _fixture.Webhook.ReviewAsync(pod, podNamespace);
}
