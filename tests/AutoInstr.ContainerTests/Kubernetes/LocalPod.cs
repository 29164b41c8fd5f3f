using k8s.Models;

namespace AutoInstr.ContainerTests.Kubernetes;

/// <summary>The pod that the controllers make of a Deployment, as this engine can run it: on the host's network, with local images, and
/// with the downward API's answers, of which the engine knows a part.</summary>
internal static class LocalPod
{
    /// <summary>Its name.</summary>
    public const string Name = "tasks-" + TemplateHash + "-x2x7k";

    /// <summary>The hash of its template.</summary>
    public const string TemplateHash = "7d4b9c6f5";

    /// <summary>Its id.</summary>
    public const string Uid = "uid-1";

    /// <summary>Makes it, with the first of its containers.</summary>
    /// <param name="deployment">What it belongs to.</param>
    /// <param name="address">Where the application listens.</param>
    public static V1Pod Of(V1Deployment deployment, Uri address)
    {
        var spec = deployment.Spec.Template.Spec;
        var labels = new Dictionary<string, string>(deployment.Spec.Template.Metadata.Labels) { ["pod-template-hash"] = TemplateHash };
        spec.HostNetwork = true;
        spec.RestartPolicy = "OnFailure";
        spec.Containers = [spec.Containers[0]];
        UseImage(spec.InitContainers.Single(static container => container.Name == "autoinstr"), Images.Kit);
        UseImage(spec.Containers[0], Images.PlainApp);
        foreach (var variable in spec.Containers[0].Env.Where(static e => e.ValueFrom is not null))
        {
            variable.Value = variable.ValueFrom!.FieldRef.FieldPath switch
            {
                "metadata.name" => Name,
                "metadata.uid" => Uid,
                "metadata.namespace" => "shop",
                "spec.nodeName" => "node-1",
                var label => labels.GetValueOrDefault(label.Split('\'')[1], ""),
            };
            variable.ValueFrom = null;
        }
        spec.Containers[0].Env.Add(new V1EnvVar { Name = "ASPNETCORE_URLS", Value = address.OriginalString });
        return new V1Pod
        {
            ApiVersion = "v1",
            Kind = "Pod",
            Metadata = new V1ObjectMeta { Name = Name, Labels = labels },
            Spec = spec,
        };
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

    private static void UseImage(V1Container container, string image) => (container.Image, container.ImagePullPolicy) = (image, "Never");
}
