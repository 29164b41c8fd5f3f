using k8s.Models;

namespace AutoInstr.Webhook.Injection;

/// <summary>Puts the kit and its settings into one container of a pod.</summary>
/// <param name="settings">The settings.</param>
/// <param name="pod">The pod.</param>
/// <param name="podNamespace">Where the pod is going to be.</param>
internal sealed class ContainerInjection(WebhookSettings settings, V1Pod pod, string podNamespace)
{
    private const string Hooks = "DOTNET_STARTUP_HOOKS";
    private const string Defaults = AutoInstr.Defaults.Variable;
    private const string NodeAddress = "AUTOINSTR_NODE_IP";
    private const string ResourceAnnotation = "resource.opentelemetry.io/";

    /// <summary>The kit's own hook, and those beside which it would stand down.</summary>
    private static readonly string[] Hinderances = ["AutoInstr.StartupHook.dll", .. OtherHooks.Known];

    /// <summary>The labels by which the agent finds the workload that a pod belongs to.</summary>
    private static readonly (string Label, string Variable)[] Labels =
    [
        ("pod-template-hash", "AUTOINSTR_K8S_TEMPLATE_HASH"), ("controller-revision-hash", "AUTOINSTR_K8S_REVISION_HASH"),
        ("statefulset.kubernetes.io/pod-name", "AUTOINSTR_K8S_STATEFULSET_POD"), ("batch.kubernetes.io/job-name", "AUTOINSTR_K8S_JOB"),
    ];

    /// <summary>Why a container cannot have the kit, or <see langword="null"/>.</summary>
    public static string? Obstacle(V1Container container)
    {
        if (container.VolumeMounts?.Any(static mount => mount.MountPath.TrimEnd('/') == KitInPod.Folder) == true)
            return $"has something else at {KitInPod.Folder}";
        foreach (var name in (string[])[Hooks, Defaults])
        {
            // $(NAME) of a variable that is not there stays as it is written, and a hook of that name would end the application.
            var source = Find(container, name)?.ValueFrom;
            if ((source?.ConfigMapKeyRef?.Optional ?? source?.SecretKeyRef?.Optional ?? source?.FileKeyRef?.Optional) == true)
                return $"has {name} from an optional source, which cannot be joined; write it as a value";
        }
        var hooks = Find(container, Hooks)?.Value ?? "";
        return Array.Find(Hinderances, hook => hooks.Contains(hook, StringComparison.OrdinalIgnoreCase)) is { } other
            ? $"has {other} in {Hooks} already"
            : null;
    }

    /// <summary>What is to be changed.</summary>
    /// <param name="container">The container.</param>
    /// <param name="path">Its path in the pod.</param>
    public IEnumerable<PatchOperation> Inject(V1Container container, string path)
    {
        var mount = KitInPod.Mount(settings);
        yield return container.VolumeMounts is null
            ? PatchOperation.Add($"{path}/volumeMounts", new List<V1VolumeMount> { mount })
            : PatchOperation.Add($"{path}/volumeMounts/-", mount);

        var environment = new EnvironmentPatch(path, container.Env);
        environment.Join(Hooks, KitInPod.Hook, static own => $"{KitInPod.Hook}:{own}", "AUTOINSTR_OWN_STARTUP_HOOKS");
        AddResource(environment, container);
        AddDefaults(environment);
        foreach (var operation in environment.Operations)
            yield return operation;
    }

    /// <summary>Where the telemetry is from. What is not known before the pod is there, the pod's fields say.</summary>
    private void AddResource(EnvironmentPatch environment, V1Container container)
    {
        environment.AddFieldDefault("OTEL_RESOURCE_ATTRIBUTES_POD_NAME", "metadata.name");
        environment.AddFieldDefault("OTEL_RESOURCE_ATTRIBUTES_POD_UID", "metadata.uid");
        environment.AddFieldDefault("OTEL_RESOURCE_ATTRIBUTES_NODE_NAME", "spec.nodeName");
        environment.AddDefault("AUTOINSTR_K8S_NAMESPACE", podNamespace);
        environment.AddDefault("AUTOINSTR_K8S_CONTAINER", container.Name);
        foreach (var (label, variable) in Labels)
            AddKnown(variable, Label(label));
        AddKnown("AUTOINSTR_K8S_APP", Annotation("service.name") ?? Label("app.kubernetes.io/name"));
        AddKnown("AUTOINSTR_K8S_VERSION", Annotation("service.version") ?? Label("app.kubernetes.io/version") ?? Tag(container.Image));
        var attributes = from annotation in pod.Annotations() ?? new Dictionary<string, string>()
                         where annotation.Key.StartsWith(ResourceAnnotation, StringComparison.Ordinal)
                         let key = annotation.Key[ResourceAnnotation.Length..]
                         where key is not ("service.name" or "service.version")
                         select $"{key}={Uri.EscapeDataString(annotation.Value)}";
        AddKnown("AUTOINSTR_K8S_ATTRIBUTES", string.Join(',', attributes));

        void AddKnown(string variable, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                environment.AddDefault(variable, value);
        }
    }

    private void AddDefaults(EnvironmentPatch environment)
    {
        if (settings.Defaults.Count == 0)
            return;
        var lines = string.Join('\n', settings.Defaults.Select(static item => $"{item.Key}={item.Value}"));
        if (lines.Contains($"$({NodeAddress})", StringComparison.Ordinal))
            environment.AddFirstFieldDefault(NodeAddress, "status.hostIP");
        environment.Join(Defaults, lines, own => $"{own}\n{lines}", "AUTOINSTR_OWN_DEFAULTS");
    }

    private string? Label(string name) => pod.Labels()?.TryGetValue(name, out var value) == true ? value : null;

    private string? Annotation(string key) =>
        pod.Annotations()?.TryGetValue(ResourceAnnotation + key, out var value) == true ? value : null;

    private static V1EnvVar? Find(V1Container container, string name) => container.Env?.LastOrDefault(variable => variable.Name == name);

    /// <summary>The tag of an image, but for the one that says nothing.</summary>
    private static string? Tag(string? image)
    {
        var name = (image ?? "").Split('@')[0];
        var colon = name.LastIndexOf(':');
        return colon > name.LastIndexOf('/') && name[(colon + 1)..] is not "latest" and var tag ? tag : null;
    }
}
