using AutoInstr.ContainerTests.Kubernetes;
using k8s;
using k8s.Models;
using Xunit;

namespace AutoInstr.ContainerTests.Webhook;

/// <summary>What whoever applies a workload is told.</summary>
[Collection(WebhookCollection.Name)]
public sealed class WorkloadTests
{
    private readonly WebhookFixture _fixture;

    public WorkloadTests(WebhookFixture fixture)
    {
        Rendered.Require();
        _fixture = fixture;
    }

    [Theory]
    [InlineData("Deployment")]
    [InlineData("StatefulSet")]
    [InlineData("DaemonSet")]
    [InlineData("Job")]
    [InlineData("CronJob")]
    public async Task An_annotation_on_the_workload_itself_has_no_effect_and_that_is_told(string kind)
    {
        var workload = await WorkloadAsync(kind);
        Assert.Empty(await _fixture.Webhook.WarningsAsync(workload, "shop"));

        ((IMetadata<V1ObjectMeta>)workload).Metadata.Annotations = Asks;
        var warning = Assert.Single(await _fixture.Webhook.WarningsAsync(workload, "shop"));
        Assert.Equal($"autoinstr: autoinstr/inject has no effect on a {kind}: write it into the metadata of its pod template", warning);

        Template(workload).Metadata = new V1ObjectMeta { Annotations = Asks };
        Assert.Empty(await _fixture.Webhook.WarningsAsync(workload, "shop"));
    }

    [Fact]
    public async Task What_cannot_be_done_for_its_pods_is_told()
    {
        var workload = await WorkloadAsync("CronJob");
        var template = Template(workload);
        template.Spec.Containers[0].Env = [new V1EnvVar { Name = "DOTNET_STARTUP_HOOKS", Value = "/dd/Datadog.Trace.StartupHook.dll" }];
        Assert.Empty(await _fixture.Webhook.WarningsAsync(workload, "shop"));
        template.Metadata = new V1ObjectMeta { Annotations = Asks };
        var warning = Assert.Single(await _fixture.Webhook.WarningsAsync(workload, "shop"));
        Assert.Contains("Datadog.Trace.StartupHook.dll", warning, StringComparison.Ordinal);
        template.Metadata = null;
        Assert.Single(await _fixture.Webhook.WarningsAsync(workload, "traced"));
    }

    private static Dictionary<string, string> Asks => new() { ["autoinstr/inject"] = "true" };

    private static async Task<IKubernetesObject> WorkloadAsync(string kind) =>
        (await Rendered.OfAsync("examples/workloads")).Objects.OfType<IKubernetesObject>().Single(item => item.Kind == kind);

    private static V1PodTemplateSpec Template(IKubernetesObject workload) => Rendered.TemplateOf(workload)!;
}
