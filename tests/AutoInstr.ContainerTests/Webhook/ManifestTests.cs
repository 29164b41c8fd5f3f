using AutoInstr.ContainerTests.Kubernetes;
using k8s.Models;
using Xunit;

namespace AutoInstr.ContainerTests.Webhook;

/// <summary>What the webhook's manifests make of a cluster.</summary>
public sealed class ManifestTests
{
    private const string Example = "examples/webhook";
    private const string CertManager = "webhook/manifests/cert-manager";

    public ManifestTests() => Rendered.Require();

    [Theory]
    [InlineData(Example)]
    [InlineData(CertManager)]
    public async Task No_pod_waits_for_it(string folder)
    {
        var rendered = await Rendered.OfAsync(folder);
        var pods = Assert.Single(rendered.Get<V1MutatingWebhookConfiguration>().Webhooks);
        var workloads = Assert.Single(rendered.Get<V1ValidatingWebhookConfiguration>().Webhooks);
        Assert.Equal(("Ignore", 1, "None"), (pods.FailurePolicy, pods.TimeoutSeconds, pods.SideEffects));
        Assert.Equal(("Ignore", 1, "None"), (workloads.FailurePolicy, workloads.TimeoutSeconds, workloads.SideEffects));
        Assert.Equal(("/pods", "/workloads"), (pods.ClientConfig.Service.Path, workloads.ClientConfig.Service.Path));
        var excluded = Assert.Single(pods.NamespaceSelector.MatchExpressions);
        Assert.Equal("NotIn", excluded.OperatorProperty);
        Assert.Contains("autoinstr", excluded.Values);

        var service = rendered.Get<V1Service>();
        foreach (var called in new[] { pods.ClientConfig.Service, workloads.ClientConfig.Service })
        {
            Assert.Equal((service.Metadata.Name, service.Metadata.NamespaceProperty), (called.Name, called.NamespaceProperty));
            Assert.Equal(called.Port ?? 443, service.Spec.Ports.Single().Port);
        }
        var template = rendered.Get<V1Deployment>().Spec.Template;
        Assert.All(service.Spec.Selector, label => Assert.Equal(label.Value, template.Metadata.Labels[label.Key]));
        Assert.Contains(template.Spec.Containers.Single().Ports, port => port.Name == service.Spec.Ports.Single().TargetPort.Value);
    }

    [Theory]
    [InlineData(Example)]
    [InlineData(CertManager)]
    public async Task It_is_there_while_one_of_its_nodes_is_not(string folder)
    {
        var rendered = await Rendered.OfAsync(folder);
        var (deployment, budget) = (rendered.Get<V1Deployment>(), rendered.Get<V1PodDisruptionBudget>());
        Assert.True(deployment.Spec.Replicas > int.Parse(budget.Spec.MinAvailable.Value, provider: null));
        Assert.Equal("0", deployment.Spec.Strategy.RollingUpdate.MaxUnavailable.Value);
        Assert.Equal(deployment.Spec.Selector.MatchLabels, budget.Spec.Selector.MatchLabels);
        Assert.Equal("kubernetes.io/hostname", Assert.Single(deployment.Spec.Template.Spec.TopologySpreadConstraints).TopologyKey);
    }

    [Fact]
    public async Task Its_namespace_and_its_pods_are_of_the_restricted_level()
    {
        var rendered = await Rendered.OfAsync(Example);
        Assert.Equal("restricted", rendered.Get<V1Namespace>().Metadata.Labels["pod-security.kubernetes.io/enforce"]);
        Assert.Equal(3, rendered.Templates.Count);
        Assert.All(rendered.Templates, static item =>
        {
            // https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
            var pod = item.Template.Spec.SecurityContext;
            var container = item.Template.Spec.Containers.Single().SecurityContext;
            Assert.Equal((true, "RuntimeDefault"), (pod.RunAsNonRoot, pod.SeccompProfile.Type));
            Assert.Equal((false, true), (container.AllowPrivilegeEscalation, container.ReadOnlyRootFilesystem));
            Assert.Equal(["ALL"], container.Capabilities.Drop);
            Assert.StartsWith("registry.example/autoinstr-webhook:", item.Template.Spec.Containers.Single().Image, StringComparison.Ordinal);
        });
        var maps = rendered.Objects.OfType<V1ConfigMap>().Select(static map => map.Metadata.Name).ToArray();
        Assert.All(
            rendered.Get<V1Deployment>().Spec.Template.Spec.Containers.Single().EnvFrom,
            source => Assert.Contains(source.ConfigMapRef.Name, maps));
    }

    [Fact]
    public async Task Cert_manager_makes_the_certificate_that_is_mounted_and_trusted()
    {
        var rendered = await Rendered.OfAsync(CertManager);
        var certificate = rendered.Objects.OfType<Dictionary<string, object>>()
            .Single(static item => (string)item["kind"] == "Certificate" && Name(item["metadata"]) == "autoinstr-webhook");
        var spec = (IDictionary<object, object>)certificate["spec"];
        var metadata = rendered.Get<V1MutatingWebhookConfiguration>().Metadata;
        Assert.Equal("autoinstr/autoinstr-webhook", metadata.Annotations["cert-manager.io/inject-ca-from"]);
        Assert.Equal(metadata.Annotations, rendered.Get<V1ValidatingWebhookConfiguration>().Metadata.Annotations);
        var mounted = rendered.Get<V1Deployment>().Spec.Template.Spec.Volumes.Single(static volume => volume.Name == "certificate");
        Assert.Equal(mounted.Secret.SecretName, spec["secretName"]);
        Assert.Contains("autoinstr-webhook.autoinstr.svc", ((List<object>)spec["dnsNames"]).Cast<string>());

        var authority = Single("Issuer", Name(spec["issuerRef"]));
        var root = Single("Certificate", "autoinstr-authority");
        Assert.Equal("true", root["isCA"].ToString()!.ToLowerInvariant());
        Assert.Equal(root["secretName"], ((IDictionary<object, object>)authority["ca"])["secretName"]);

        static string Name(object item) => (string)((IDictionary<object, object>)item)["name"];

        IDictionary<object, object> Single(string kind, string name) => (IDictionary<object, object>)rendered.Objects
            .OfType<Dictionary<string, object>>().Single(item => (string)item["kind"] == kind && Name(item["metadata"]) == name)["spec"];
    }
}
