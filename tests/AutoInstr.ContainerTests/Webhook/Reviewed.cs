using k8s.Models;

namespace AutoInstr.ContainerTests.Webhook;

/// <summary>What the webhook has made of a pod.</summary>
/// <param name="Pod">The pod, with the patch applied.</param>
/// <param name="IsChanged">Whether there was a patch.</param>
/// <param name="Warnings">What the user is told.</param>
internal sealed record Reviewed(V1Pod Pod, bool IsChanged, IReadOnlyList<string> Warnings)
{
    /// <summary>A container of the pod.</summary>
    public V1Container Container(string name) =>
        Pod.Spec.Containers.Concat(Pod.Spec.InitContainers ?? []).Single(container => container.Name == name);

    /// <summary>The values of a container's variables, in order.</summary>
    public IReadOnlyList<(string Name, string? Value)> Environment(string container) =>
        [.. Container(container).Env.Select(static variable => (variable.Name, (string?)variable.Value))];

    /// <summary>The value of a container's variable.</summary>
    public string? Value(string container, string variable) => Container(container).Env.Single(e => e.Name == variable).Value;
}
