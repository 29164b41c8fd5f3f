using System.Net;

namespace Libraries.Services;

/// <summary>Looks up a name.</summary>
static class Names
{
    public static async Task RunAsync() =>
        Console.WriteLine($"addresses: {(await Dns.GetHostAddressesAsync("localhost")).Length > 0}");
}
