using System.Diagnostics.Metrics;
using System.Net;

namespace Libraries.Services;

/// <summary>Looks up a name.</summary>
static class Names
{
    public static async Task RunAsync()
    {
        await ListenedAsync();
        Console.WriteLine($"addresses: {(await Dns.GetHostAddressesAsync("localhost")).Length > 0}");
    }

    /// <summary>The agent listens some milliseconds after the start, to this meter among others.</summary>
    private static async Task ListenedAsync()
    {
        using var meter = new Meter("System.Net.NameResolution");
        var probe = meter.CreateCounter<int>("probe");
        for (var i = 0; i < 300 && !probe.Enabled && Environment.GetEnvironmentVariable("DOTNET_STARTUP_HOOKS") != null; i++)
            await Task.Delay(10);
    }
}
