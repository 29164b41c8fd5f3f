using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Libraries.Services;

/// <summary>A call of a grain that answers and one that fails, in a cluster of one.</summary>
static class Grains
{
    public static async Task RunAsync()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(static silo => silo
            .UseLocalhostClustering(FreePort(), FreePort())
            .AddActivityPropagation());
        using var host = builder.Build();
        await host.StartAsync();
        var grain = host.Services.GetRequiredService<IGrainFactory>().GetGrain<IGreeter>("one");
        await Work.TryAsync("greet", async () => await grain.Greet("Ann"));
        await Work.TryAsync("fail", async () => await grain.Greet(""));
        await host.StopAsync();
    }

    static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>Greets.</summary>
public interface IGreeter : IGrainWithStringKey
{
    /// <summary>Greets by name; fails without one.</summary>
    Task<string> Greet(string name);
}

/// <summary>Greets.</summary>
public sealed class Greeter : Grain, IGreeter
{
    /// <inheritdoc/>
    public Task<string> Greet(string name) =>
        name == "" ? throw new InvalidOperationException("nobody") : Task.FromResult($"Hello {name}");
}
