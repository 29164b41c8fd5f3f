using AutoInstr.Webhook.Cluster;
using AutoInstr.Webhook.Injection;
using k8s;
using k8s.Models;

namespace AutoInstr.Webhook.Admission;

/// <summary>Looks at pods that are about to be.</summary>
/// <param name="namespaces">What their namespaces ask for.</param>
/// <param name="injection">What puts the kit into them.</param>
internal sealed class PodReviewer(Namespaces namespaces, PodInjection injection)
{
    private const string Mirror = "kubernetes.io/config.mirror";

    /// <summary>Looks at one.</summary>
    public async Task<Verdict> ReviewAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var pod = KubernetesJson.Deserialize<V1Pod>(request.Object);
        return await ReviewAsync(pod, request.Namespace, cancellation);
    }

    /// <summary>Looks at one, or at what a template is going to make.</summary>
    public async Task<Verdict> ReviewAsync(V1Pod pod, string podNamespace, CancellationToken cancellation)
    {
        var own = Annotations(pod.Metadata);
        // The kubelet's picture of a static pod, which would not be the pod's any more.
        if (own.ContainsKey(Mirror))
            return Verdict.Unchanged(Outcome.NotAsked);
        var shared = await namespaces.FindAsync(podNamespace, cancellation);
        if (shared is null && !InjectionRequest.IsDecidedBy(own))
            return Verdict.Unchanged(Outcome.Declined, "the annotations of the namespace cannot be read, and the pod has none");
        var request = shared is null ? InjectionRequest.Read(own) : InjectionRequest.Read(own, shared);
        if (request.IsAsked)
            return injection.Inject(pod, podNamespace, request);
        return Verdict.Unchanged(request.Warnings.Count > 0 ? Outcome.Declined : Outcome.NotAsked, request.Warnings);
    }

    /// <summary>The annotations of an object.</summary>
    public static IReadOnlyDictionary<string, string> Annotations(V1ObjectMeta? metadata) =>
        metadata?.Annotations?.AsReadOnly() ?? (IReadOnlyDictionary<string, string>)new Dictionary<string, string>();
}
