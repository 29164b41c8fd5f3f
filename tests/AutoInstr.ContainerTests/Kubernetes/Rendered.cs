using AutoInstr.ContainerTests.Harness;
using AutoInstr.IntegrationTests.Harness;
using k8s;
using k8s.Models;
using Xunit;

namespace AutoInstr.ContainerTests.Kubernetes;

/// <summary>What <c>kubectl kustomize</c> makes of a folder, each object of its strict type.</summary>
/// <param name="Objects">The objects.</param>
internal sealed record Rendered(IReadOnlyList<object> Objects)
{
    /// <summary>Those that others define are dictionaries.</summary>
    private static readonly Dictionary<string, Type> ForeignTypes = new()
    {
        ["cert-manager.io/v1/Issuer"] = typeof(Dictionary<string, object>),
        ["cert-manager.io/v1/Certificate"] = typeof(Dictionary<string, object>),
    };

    /// <summary>Why nothing can be rendered, or <see langword="null"/>.</summary>
    public static string? Obstacle { get; } =
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(static folder => File.Exists(Path.Combine(folder, "kubectl")))
            ? null : "kubectl is not installed";

    /// <summary>Skips a test where nothing can be rendered.</summary>
    public static void Require() => Assert.SkipWhen(Obstacle is not null, Obstacle ?? "");

    /// <summary>Renders a folder of <c>k8s/</c>.</summary>
    /// <param name="folder">Its path from there.</param>
    public static async Task<Rendered> OfAsync(string folder)
    {
        var (exitCode, yaml, errors) = await Command.TryAsync("kubectl", ["kustomize", Path.Combine(Repository.Root, "k8s", folder)]);
        Assert.Equal((0, ""), (exitCode, errors));
        return new Rendered(KubernetesYaml.LoadAllFromString(yaml, ForeignTypes, strict: true));
    }

    /// <summary>The only object of a type, or the one of a name.</summary>
    public T Get<T>(string? name = null)
        where T : IMetadata<V1ObjectMeta> => Objects.OfType<T>().Single(item => name is null || item.Metadata.Name == name);

    /// <summary>The pods of all workloads, with the workload's kind and name.</summary>
    public IReadOnlyList<(string Workload, V1PodTemplateSpec Template)> Templates =>
    [
        .. from item in Objects
           let template = TemplateOf(item)
           where template is not null
           select ($"{((IKubernetesObject)item).Kind} {((IMetadata<V1ObjectMeta>)item).Metadata.Name}", template),
    ];

    /// <summary>What a workload makes its pods of; <see langword="null"/> for anything else.</summary>
    public static V1PodTemplateSpec? TemplateOf(object item) => item switch
    {
        V1Deployment deployment => deployment.Spec.Template,
        V1StatefulSet set => set.Spec.Template,
        V1DaemonSet set => set.Spec.Template,
        V1Job job => job.Spec.Template,
        V1CronJob job => job.Spec.JobTemplate.Spec.Template,
        _ => null,
    };
}
