using System.Text.Json;
using AutoInstr.Webhook.Injection;
using k8s;
using k8s.Models;

namespace AutoInstr.Webhook.Admission;

/// <summary>Looks at Deployments and the like, whose owner is there to read warnings: those about pods reach only the controller that
/// makes them.</summary>
/// <param name="pods">What looks at the pods that they are going to make.</param>
internal sealed class WorkloadReviewer(PodReviewer pods)
{
    /// <summary>Looks at one. It stays as it is.</summary>
    public async Task<Verdict> ReviewAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var kind = request.Object.GetProperty("kind").GetString();
        var metadata = Read<V1ObjectMeta>(request.Object, "metadata");
        var template = kind == V1CronJob.KubeKind
            ? Read<V1PodTemplateSpec>(request.Object, "spec", "jobTemplate", "spec", "template")
            : Read<V1PodTemplateSpec>(request.Object, "spec", "template");
        if (template?.Spec is null)
            return Verdict.Unchanged(Outcome.NotAsked);

        var pod = new V1Pod { Metadata = template.Metadata, Spec = template.Spec };
        var verdict = await pods.ReviewAsync(pod, request.Namespace, cancellation);
        var astray = PodReviewer.Annotations(metadata).Keys.Where(InjectionRequest.IsRead)
            .Where(name => !PodReviewer.Annotations(template.Metadata).ContainsKey(name))
            .Select(name => $"{name} has no effect on a {kind}: write it into the metadata of its pod template");
        return verdict with { Patch = [], Warnings = [.. verdict.Warnings, .. astray] };
    }

    private static T? Read<T>(JsonElement element, params string[] path)
        where T : class
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return null;
        }
        return KubernetesJson.Deserialize<T>(element);
    }
}
