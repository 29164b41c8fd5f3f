using AutoInstr.Agent.Configuration;

namespace AutoInstr.Agent.Resources;

/// <summary><c>k8s.*</c>: what the pod's specification passes on by the downward API, and what follows from it; and the service's name and
/// version, from the recommended labels or else the workload.</summary>
/// <remarks>
/// The first three variables are those of the OpenTelemetry Operator. Each is read for itself: put together with <c>$(VAR)</c>, they would
/// depend on their order among a container's variables. https://opentelemetry.io/docs/specs/semconv/resource/k8s/.
/// </remarks>
/// <param name="variable">Reads an environment variable.</param>
/// <param name="mounts">Reads <c>/proc/self/mountinfo</c>, where the container's name is when no variable has it.</param>
internal sealed class KubernetesDetector(Func<string, string?> variable, Func<IEnumerable<string>> mounts) : ResourceDetector
{
    private const int SuffixLength = 5;

    /// <inheritdoc/>
    public override string Id => "KUBERNETES";

    /// <inheritdoc/>
    public override void Detect(ResourceAttributes attributes)
    {
        if (Read("OTEL_RESOURCE_ATTRIBUTES_POD_NAME") is not { } pod)
            return;
        // What somebody has written down for this pod comes before what follows from its names.
        foreach (var entry in (Read("AUTOINSTR_K8S_ATTRIBUTES") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (KeyValueEntry.Parse(entry, out var attribute) == EntryProblem.None)
                attributes.Add(attribute.Key, attribute.Value);
        }
        var space = Read("AUTOINSTR_K8S_NAMESPACE");
        var container = Read("AUTOINSTR_K8S_CONTAINER") ?? PodContainerName.FromMounts(mounts());
        attributes.Add("k8s.pod.name", pod);
        attributes.Add("k8s.pod.uid", Read("OTEL_RESOURCE_ATTRIBUTES_POD_UID"));
        attributes.Add("k8s.node.name", Read("OTEL_RESOURCE_ATTRIBUTES_NODE_NAME"));
        attributes.Add("k8s.namespace.name", space);
        attributes.Add("k8s.container.name", container);
        var workload = AddWorkload(attributes, pod);

        attributes.Add("service.name", Read("AUTOINSTR_K8S_APP") ?? workload);
        attributes.Add("service.version", Read("AUTOINSTR_K8S_VERSION"));
        attributes.Add("service.namespace", space);
        if (space is not null && container is not null)
            attributes.Add("service.instance.id", $"{space}.{pod}.{container}");
    }

    /// <summary>Says what the pod belongs to. Controllers leave its name in the pod's, and labels that tell them apart.</summary>
    /// <returns>The name.</returns>
    private string? AddWorkload(ResourceAttributes attributes, string pod)
    {
        if (Read("AUTOINSTR_K8S_TEMPLATE_HASH") is { } hash)
        {
            var end = pod.LastIndexOf($"-{hash}-", StringComparison.Ordinal);
            if (end <= 0)
                return null;
            attributes.Add("k8s.deployment.name", pod[..end]);
            attributes.Add("k8s.replicaset.name", $"{pod[..end]}-{hash}");
            return pod[..end];
        }
        if (Read("AUTOINSTR_K8S_STATEFULSET_POD") is not null)
            return Add("k8s.statefulset.name", pod[..Math.Max(0, pod.LastIndexOf('-'))]);
        if (Read("AUTOINSTR_K8S_JOB") is { } job)
        {
            attributes.Add("k8s.job.name", job);
            return CronJobOf(job) is { } cronJob ? Add("k8s.cronjob.name", cronJob) : job;
        }
        return Read("AUTOINSTR_K8S_REVISION_HASH") is not null && pod.Length > SuffixLength + 1
            ? Add("k8s.daemonset.name", pod[..^(SuffixLength + 1)])
            : null;

        string Add(string key, string name)
        {
            attributes.Add(key, name);
            return name;
        }
    }

    private string? Read(string name) => variable(name) is { Length: > 0 } value ? value : null;

    /// <summary>A job of a CronJob ends with the minute that it was due in, counted from 1970.</summary>
    private static string? CronJobOf(string job)
    {
        const int fewest = 8;
        const int most = 10;
        var dash = job.LastIndexOf('-');
        var minute = job[(dash + 1)..];
        return dash > 0 && minute.Length is >= fewest and <= most && minute.All(char.IsAsciiDigit) ? job[..dash] : null;
    }
}
