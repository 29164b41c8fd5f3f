using System.Diagnostics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Libraries.Web;

/// <summary>Runs a server on a free port of the loopback interface while its client works.</summary>
static class Server
{
    /// <summary>The application's own source, so that what the client does has a parent.</summary>
    static readonly ActivitySource Source = new("Libraries.App");

    public static async Task RunAsync(Action<IServiceCollection> services, Action<WebApplication> map, Func<Uri, Task> client,
        HttpProtocols protocols = HttpProtocols.Http1)
    {
        await using var server = await StartAsync(services, map, protocols);
        using (Source.StartActivity("work"))
            await client(AddressOf(server));
        await server.StopAsync();
    }

    public static async Task<WebApplication> StartAsync(
        Action<IServiceCollection> services, Action<WebApplication> map, HttpProtocols protocols = HttpProtocols.Http1)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(
            options => options.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = protocols));
        services(builder.Services);
        var server = builder.Build();
        map(server);
        await server.StartAsync();
        return server;
    }

    public static Uri AddressOf(WebApplication server) =>
        new(server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Prints what became of a call: its result, or the type of its exception.</summary>
    public static async Task TryAsync(string name, Func<Task<object?>> call)
    {
        try
        {
            Console.WriteLine($"{name}: {await call()}");
        }
        catch (Exception exception)
        {
            Console.WriteLine($"{name}: {exception.GetType().Name}");
        }
    }
}
