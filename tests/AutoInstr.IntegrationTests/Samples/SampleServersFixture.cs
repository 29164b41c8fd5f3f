using AutoInstr.Samples;
using Xunit;

namespace AutoInstr.IntegrationTests.Samples;

/// <summary>Servers of the sample's own: it makes its tables only in an empty database.</summary>
public sealed class SampleServersFixture : IAsyncLifetime
{
    private SampleServers? _servers;

    /// <summary>Where they are.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Settings => _servers!.Settings;

    /// <summary>Starts them.</summary>
    public async ValueTask InitializeAsync() => _servers = await SampleServers.StartAsync();

    /// <summary>Stops them.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_servers is not null)
            await _servers.DisposeAsync();
    }
}
