using AutoInstr.Webhook.Admission;
using k8s.Models;

namespace AutoInstr.Webhook.Injection;

/// <summary>Puts the kit into a pod, as <c>k8s/component</c> does.</summary>
/// <param name="settings">The settings.</param>
internal sealed class PodInjection(WebhookSettings settings)
{
    private const string Windows = "windows";
    private const string OperatorsContainer = "opentelemetry-auto-instrumentation-dotnet";

    /// <summary>Says what is to be changed.</summary>
    /// <param name="pod">The pod, which is asked for the kit.</param>
    /// <param name="podNamespace">Where it is going to be.</param>
    /// <param name="request">What its annotations ask for.</param>
    public Verdict Inject(V1Pod pod, string podNamespace, InjectionRequest request)
    {
        if (IsInjected(pod))
            return Verdict.Unchanged(Outcome.AlreadyInjected);
        if (Obstacle(pod) is { } obstacle)
            return Verdict.Unchanged(Outcome.Declined, [.. request.Warnings, obstacle]);

        var operations = new List<PatchOperation>();
        V1Container? first = null;
        var warnings = new List<string>(request.Warnings);
        var injection = new ContainerInjection(settings, pod, podNamespace);
        foreach (var (container, path) in Targets(pod, request.Containers, warnings))
        {
            if (ContainerInjection.Obstacle(container) is { } reason)
            {
                warnings.Add($"the container {container.Name} {reason}; it is left as it is");
                continue;
            }
            operations.AddRange(injection.Inject(container, path));
            first ??= container;
        }
        if (first is null)
            return Verdict.Unchanged(Outcome.Declined, warnings);

        operations.Add(Append("/spec/volumes", pod.Spec.Volumes, KitInPod.Volume(settings), "-"));
        // Last, since it moves those that come after it; first of all, since one of them may be to have the kit.
        if (settings.Volume == KitVolume.Copy)
        {
            var copier = KitInPod.Copier(settings, pod.Spec.SecurityContext, first);
            operations.Add(Append("/spec/initContainers", pod.Spec.InitContainers, copier, "0"));
        }
        return new Verdict(Outcome.Injected, operations, warnings);
    }

    private static bool IsInjected(V1Pod pod) => pod.Spec.Volumes?.Any(
        volume => volume.Name == KitInPod.Name && (volume.Image is not null || Has(pod, KitInPod.Name))) == true;

    private static string? Obstacle(V1Pod pod)
    {
        if (IsForWindows(pod.Spec))
            return "the kit is for Linux";
        if (Has(pod, OperatorsContainer))
            return "the OpenTelemetry Operator has injected its instrumentation; take away one of the two annotations";
        return pod.Spec.Volumes?.Any(static volume => volume.Name == KitInPod.Name) == true || Has(pod, KitInPod.Name)
            ? $"a volume or a container of the pod has the name {KitInPod.Name}, which the kit needs"
            : null;
    }

    /// <summary>Most do not say it in the field that there is for it.</summary>
    private static bool IsForWindows(V1PodSpec spec) => spec.Os?.Name == Windows ||
        spec.NodeSelector?.Any(static label => IsSystem(label.Key) && label.Value == Windows) == true ||
        spec.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution?.NodeSelectorTerms?.Any(static term =>
            term.MatchExpressions?.Any(static expression => IsSystem(expression.Key) && expression.OperatorProperty == "In" &&
                expression.Values.Contains(Windows)) == true) == true;

    private static bool IsSystem(string label) => label is "kubernetes.io/os" or "beta.kubernetes.io/os";

    private static bool Has(V1Pod pod, string container) =>
        pod.Spec.InitContainers?.Any(item => item.Name == container) == true || pod.Spec.Containers.Any(item => item.Name == container);

    /// <summary>The containers that are meant, with their paths.</summary>
    private static IEnumerable<(V1Container Container, string Path)> Targets(V1Pod pod, IReadOnlyList<string> names, List<string> warnings)
    {
        var applications = pod.Spec.Containers.Select(static (container, i) => (container, $"/spec/containers/{i}")).ToList();
        if (names.Count == 0)
            return applications;
        var all = (pod.Spec.InitContainers ?? []).Select(static (container, i) => (container, $"/spec/initContainers/{i}"))
            .Concat(applications).ToList();
        warnings.AddRange(names.Where(name => !all.Exists(item => item.container.Name == name))
            .Select(static name => $"there is no container {name}, which {InjectionRequest.ContainerNames} names"));
        return all.Where(item => names.Contains(item.container.Name));
    }

    private static PatchOperation Append<T>(string path, IList<T>? existing, T item, string place)
        where T : notnull =>
        existing is null ? PatchOperation.Add(path, new List<T> { item }) : PatchOperation.Add($"{path}/{place}", item);
}
