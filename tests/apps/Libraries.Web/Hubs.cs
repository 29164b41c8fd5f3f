using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace Libraries.Web;

/// <summary>A hub method that answers and one that fails.</summary>
static class Hubs
{
    public static Task RunAsync() => Server.RunAsync(
        static services => services.AddSignalR(), static server => server.MapHub<GreeterHub>("/hub"), CallAsync);

    static async Task CallAsync(Uri address)
    {
        await using var hub = new HubConnectionBuilder().WithUrl(new Uri(address, "hub")).Build();
        await hub.StartAsync();
        await Server.TryAsync("hello", async () => await hub.InvokeAsync<string>("Hello", "Ann"));
        await Server.TryAsync("fails", async () => await hub.InvokeAsync<string>("Hello", ""));
        await hub.StopAsync();
    }

    sealed class GreeterHub : Hub
    {
        public string Hello(string name) => name == "" ? throw new InvalidOperationException("nobody") : "Hello " + name;
    }
}
