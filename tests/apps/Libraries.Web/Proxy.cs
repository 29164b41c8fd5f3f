using Yarp.ReverseProxy.Configuration;

namespace Libraries.Web;

/// <summary>A request through the proxy to a server behind it.</summary>
static class Proxy
{
    public static async Task RunAsync()
    {
        await using var behind = await Server.StartAsync(
            static _ => { }, static server => server.MapGet("/hello/{name}", static (string name) => "Hello " + name));
        var route = new RouteConfig { RouteId = "route", ClusterId = "cluster", Match = new RouteMatch { Path = "{**all}" } };
        var cluster = new ClusterConfig
        {
            ClusterId = "cluster",
            Destinations =
                new Dictionary<string, DestinationConfig> { ["behind"] = new() { Address = Server.AddressOf(behind).AbsoluteUri } },
        };
        await Server.RunAsync(services => services.AddReverseProxy()
            .LoadFromMemory([route], [cluster]), static server => server.MapReverseProxy(), static async address =>
        {
            using var client = new HttpClient { BaseAddress = address };
            await Server.TryAsync("hello", async () => await client.GetStringAsync("hello/Ann"));
        });
        await behind.StopAsync();
    }
}
