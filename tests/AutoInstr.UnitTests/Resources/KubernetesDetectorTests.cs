using AutoInstr.Agent.Resources;
using Xunit;

namespace AutoInstr.UnitTests.Resources;

/// <summary>What a pod's variables say of it.</summary>
public sealed class KubernetesDetectorTests
{
    [Theory]
    [InlineData("shop-api-7d4b9c6f5-x2x7k", "TEMPLATE_HASH=7d4b9c6f5",
        "k8s.deployment.name=shop-api k8s.replicaset.name=shop-api-7d4b9c6f5", "shop-api")]
    [InlineData("cut-off-by-the-longest-name-that-there-may-be-x2x7k", "TEMPLATE_HASH=7d4b9c6f5", "", null)]
    [InlineData("ledger-12", "STATEFULSET_POD=ledger-12 REVISION_HASH=ledger-5c6", "k8s.statefulset.name=ledger", "ledger")]
    [InlineData("agent-x2x7k", "REVISION_HASH=5c6d7", "k8s.daemonset.name=agent", "agent")]
    [InlineData("import-x2x7k", "JOB=import", "k8s.job.name=import", "import")]
    [InlineData("nightly-29384750-x2x7k", "JOB=nightly-29384750", "k8s.cronjob.name=nightly k8s.job.name=nightly-29384750", "nightly")]
    [InlineData("import-2026-x2x7k", "JOB=import-2026", "k8s.job.name=import-2026", "import-2026")]
    [InlineData("alone", "", "", null)]
    public void The_workload_follows_from_the_pods_name_and_labels(string pod, string variables, string expected, string? service)
    {
        var found = Detect([("OTEL_RESOURCE_ATTRIBUTES_POD_NAME", pod), .. Parse(variables)]);
        Assert.Equal(service, found.GetValueOrDefault("service.name"));
        Assert.Equal(pod, found["k8s.pod.name"]);
        var workload = found.Where(static item => item.Key.StartsWith("k8s.", StringComparison.Ordinal) && item.Key != "k8s.pod.name");
        Assert.Equal(expected, string.Join(' ', workload.OrderBy(static item => item.Key, StringComparer.Ordinal)
            .Select(static item => $"{item.Key}={item.Value}")));
    }

    [Fact]
    public void What_the_downward_API_says_is_passed_on()
    {
        var found = Detect(
        [
            ("OTEL_RESOURCE_ATTRIBUTES_POD_NAME", "shop-1"), ("OTEL_RESOURCE_ATTRIBUTES_POD_UID", "u-1"),
            ("OTEL_RESOURCE_ATTRIBUTES_NODE_NAME", "node-1"), ("AUTOINSTR_K8S_NAMESPACE", "prod"), ("AUTOINSTR_K8S_CONTAINER", "web"),
            ("AUTOINSTR_K8S_APP", "shop"), ("AUTOINSTR_K8S_VERSION", "1.2.3"), ("AUTOINSTR_K8S_JOB", ""),
        ]);
        Assert.Equal(
            [
                ("k8s.container.name", "web"), ("k8s.namespace.name", "prod"), ("k8s.node.name", "node-1"), ("k8s.pod.name", "shop-1"),
                ("k8s.pod.uid", "u-1"), ("service.instance.id", "prod.shop-1.web"), ("service.name", "shop"),
                ("service.namespace", "prod"), ("service.version", "1.2.3"),
            ],
            found.OrderBy(static item => item.Key, StringComparer.Ordinal).Select(static item => (item.Key, (string)item.Value)));
    }

    [Theory]
    [InlineData("/var/lib/kubelet/pods/0b6b2a8e-1111-2222-3333-444455556666/containers/web-2/5a3f2c1e", "web-2")]
    [InlineData("/pods/0b6b2a8e-1111-2222-3333-444455556666/containers/web/5a3f2c1e", "web")]
    [InlineData("/var/lib/kubelet/pods/0b6b2a8e-1111-2222-3333-444455556666/etc-hosts", null)]
    [InlineData("/var/lib/kubelet/pods/0b6b2a8e-1111-2222-3333-444455556666/containers/web", null)]
    [InlineData("/home/pods/containers/web/1", null)]
    [InlineData("/", null)]
    public void The_containers_name_is_where_its_last_words_are(string root, string? expected)
    {
        var mount = $"1520 1507 254:0 {root} /dev/termination-log rw,relatime - ext4 /dev/vda rw";
        var found = Detect([("OTEL_RESOURCE_ATTRIBUTES_POD_NAME", "shop-1"), ("AUTOINSTR_K8S_NAMESPACE", "prod")], "cut off", mount);
        Assert.Equal(expected, found.GetValueOrDefault("k8s.container.name"));
        Assert.Equal(expected is null ? null : $"prod.shop-1.{expected}", found.GetValueOrDefault("service.instance.id"));
        Assert.Equal("by hand", Detect(
            [("OTEL_RESOURCE_ATTRIBUTES_POD_NAME", "shop-1"), ("AUTOINSTR_K8S_CONTAINER", "by hand")], mount)["k8s.container.name"]);
        Assert.Empty(Detect([], mount));
    }

    [Fact]
    public void What_annotations_say_comes_first()
    {
        var found = Detect(
        [
            ("OTEL_RESOURCE_ATTRIBUTES_POD_NAME", "shop-1"), ("AUTOINSTR_K8S_NAMESPACE", "prod"),
            ("AUTOINSTR_K8S_ATTRIBUTES", "team=a%2Cb,nonsense,service.namespace=sales"),
        ]);
        Assert.Equal(("a,b", "sales", "prod"), (found["team"], found["service.namespace"], found["k8s.namespace.name"]));
    }

    [Fact]
    public void Outside_a_pod_there_is_nothing() => Assert.Empty(Detect([("AUTOINSTR_K8S_NAMESPACE", "prod")]));

    private static IReadOnlyDictionary<string, object> Detect((string Name, string Value)[] variables, params string[] mounts)
    {
        var attributes = new ResourceAttributes();
        new KubernetesDetector(name => variables.FirstOrDefault(item => item.Name == name).Value, () => mounts).Detect(attributes);
        return attributes.Values;
    }

    private static IEnumerable<(string, string)> Parse(string variables) =>
        variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static item => item.Split('='))
            .Select(static parts => ("AUTOINSTR_K8S_" + parts[0], parts[1]));
}
