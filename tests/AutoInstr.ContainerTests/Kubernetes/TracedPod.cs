using AutoInstr.Viewer;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.ContainerTests.Kubernetes;

/// <summary>A running pod of the sample's API, asked for something.</summary>
internal static class TracedPod
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>What the resource of a pod of <see cref="LocalPod"/> says of it, however the kit got into it.</summary>
    public static IReadOnlyList<(string Key, string Value)> Resource { get; } =
    [
        ("service.name", "tasks"), ("service.version", "1.2.3"), ("k8s.namespace.name", "shop"), ("k8s.node.name", "node-1"),
        ("k8s.pod.name", LocalPod.Name), ("k8s.pod.uid", LocalPod.Uid),
        ("k8s.deployment.name", "tasks"), ("k8s.replicaset.name", "tasks-" + LocalPod.TemplateHash),
    ];

    /// <summary>Asserts that it answers, and that a request and its query, which is patched in, have arrived.</summary>
    /// <param name="receiver">Where.</param>
    /// <param name="address">Where the application listens.</param>
    /// <param name="more">What the resource says beyond <see cref="Resource"/>.</param>
    public static async Task AssertAsync(OtlpReceiver receiver, Uri address, params (string Key, string Value)[] more)
    {
        await AskAsync(address);
        var spans = await receiver.Store.WaitForAsync(
            static spans => spans.Any(static span => span is { Name: "GET /tasks", Kind: SpanKind.Server }), Patience,
            TestContext.Current.CancellationToken);
        var served = spans.First(static span => span is { Name: "GET /tasks", Kind: SpanKind.Server });
        Assert.Contains(spans, span => span.TraceId == served.TraceId && span.Name == "SELECT \"tasks\"");
        (string Key, string Value)[] expected = [.. Resource, .. more];
        Assert.Equal(expected, expected.Select(item => (item.Key, (string)served.Resource[item.Key]!)));
    }

    /// <summary>Waits until the application answers, and asks it for its tasks, of which there are none.</summary>
    public static async Task AskAsync(Uri address)
    {
        using var http = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { BaseAddress = address };
        await PlayedPod.WaitUntilAnsweredAsync(http, "/health", Patience);
        Assert.Equal("[]", await http.GetStringAsync(new Uri("/tasks", UriKind.Relative), TestContext.Current.CancellationToken));
    }
}
