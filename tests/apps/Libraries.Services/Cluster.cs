using k8s;

namespace Libraries.Services;

/// <summary>Asks an API server of Kubernetes for its pods.</summary>
static class Cluster
{
    public static async Task RunAsync(string address)
    {
        using var client = new Kubernetes(new KubernetesClientConfiguration { Host = address }, new PrometheusHandler());
        var pods = await client.CoreV1.ListNamespacedPodAsync("shop");
        Console.WriteLine($"pods: {pods.Items.Count}");
    }
}
