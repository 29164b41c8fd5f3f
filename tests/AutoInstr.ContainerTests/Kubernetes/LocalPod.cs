using System.Text.RegularExpressions;
using k8s.Models;

namespace AutoInstr.ContainerTests.Kubernetes;

/// <summary>A pod that the controllers would make of a workload, as this engine can run it: on the host's network, with local images, and
/// with what the kubelet would fill in, of which the engine knows a part.</summary>
internal static partial class LocalPod
{
    /// <summary>Its name.</summary>
    public const string Name = "tasks-" + TemplateHash + "-x2x7k";

    /// <summary>Another one's of the same Deployment.</summary>
    public const string OtherName = "tasks-" + TemplateHash + "-q9w2p";

    /// <summary>The hash of its template.</summary>
    public const string TemplateHash = "7d4b9c6f5";

    /// <summary>Its id.</summary>
    public const string Uid = "uid-1";

    /// <summary>Makes the one of a Deployment, with the first of its containers.</summary>
    /// <param name="deployment">What it belongs to.</param>
    /// <param name="address">Where the application listens.</param>
    /// <param name="name">The pod's name.</param>
    public static V1Pod Of(V1Deployment deployment, Uri address, string name = Name)
    {
        var template = deployment.Spec.Template;
        template.Spec.Containers = [template.Spec.Containers[0]];
        return Prepare(
            new V1Pod
            {
                ApiVersion = "v1",
                Kind = "Pod",
                Metadata = new V1ObjectMeta
                {
                    Name = name,
                    Labels = new Dictionary<string, string>(template.Metadata.Labels) { ["pod-template-hash"] = TemplateHash },
                },
                Spec = template.Spec,
            },
            address);
    }

    /// <summary>Does what the kubelet would, and listens where it is asked to.</summary>
    /// <param name="pod">A pod as the cluster has it.</param>
    /// <param name="address">Where its applications listen.</param>
    /// <param name="application">The image of the application.</param>
    public static V1Pod Prepare(V1Pod pod, Uri address, string application = Images.PlainApp)
    {
        pod.Metadata.NamespaceProperty = null;
        pod.Spec.HostNetwork = true;
        // The engine wants that of a pod with init containers.
        pod.Spec.RestartPolicy = "OnFailure";
        foreach (var container in (pod.Spec.InitContainers ?? []).Where(static container => container.RestartPolicy is null))
            UseImage(container, Images.Kit);
        foreach (var container in pod.Spec.Containers)
        {
            UseImage(container, application);
            container.Env.Add(new V1EnvVar { Name = "ASPNETCORE_URLS", Value = address.OriginalString });
            FillIn(pod, container.Env);
        }
        return pod;
    }

    /// <summary>Makes the sidecar a container like the others: the engine has no native ones, and would wait for its end.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="image">The collector's image.</param>
    /// <param name="maps">What its variables refer to.</param>
    public static void RunSidecar(V1Pod pod, string image, IReadOnlyList<V1ConfigMap> maps)
    {
        var collector = pod.Spec.InitContainers.Single(static container => container.Name == "otel-collector");
        collector.RestartPolicy = null;
        UseImage(collector, image);
        foreach (var variable in collector.Env)
        {
            var source = variable.ValueFrom!.ConfigMapKeyRef;
            variable.Value = maps.Single(map => map.Metadata.Name == source.Name).Data[source.Key];
            variable.ValueFrom = null;
        }
        pod.Spec.InitContainers.Remove(collector);
        pod.Spec.Containers.Insert(0, collector);
    }

    /// <summary>The downward API's answers, and <c>$(NAME)</c> of a variable that comes before.</summary>
    private static void FillIn(V1Pod pod, IList<V1EnvVar> environment)
    {
        var values = new Dictionary<string, string>();
        foreach (var variable in environment)
        {
            if (variable.ValueFrom?.FieldRef is { } field)
                (variable.Value, variable.ValueFrom) = (Answer(pod, field.FieldPath), null);
            if (variable.Value is not null)
                variable.Value = Reference().Replace(variable.Value, match => values.GetValueOrDefault(match.Groups[1].Value, match.Value));
            values[variable.Name] = variable.Value ?? "";
        }
    }

    private static string Answer(V1Pod pod, string path) => path switch
    {
        "metadata.name" => pod.Metadata.Name,
        "metadata.uid" => Uid,
        "metadata.namespace" => "shop",
        "spec.nodeName" => "node-1",
        "status.hostIP" or "status.podIP" => "127.0.0.1",
        _ => pod.Metadata.Labels.TryGetValue(path.Split('\'')[1], out var label) ? label : "",
    };

    /// <summary>Gives a container an image of this machine.</summary>
    public static void UseImage(V1Container container, string image) => (container.Image, container.ImagePullPolicy) = (image, "Never");

    [GeneratedRegex(@"\$\(([A-Za-z0-9_]+)\)")]
    private static partial Regex Reference();
}
