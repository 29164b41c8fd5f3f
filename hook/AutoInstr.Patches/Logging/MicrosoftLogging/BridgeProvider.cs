using Microsoft.Extensions.Logging;

namespace AutoInstr.Patches.Logging.MicrosoftLogging;

/// <summary>The provider that hands over to the agent. The application's filters hold for it, those for <c>OpenTelemetry</c> too.</summary>
/// <remarks>There is one for each factory, since scopes belong to a factory.</remarks>
/// <param name="factory">What else the factory has.</param>
[ProviderAlias("OpenTelemetry")]
internal sealed class BridgeProvider(FactoryProviders factory) : ILoggerProvider, ISupportExternalScope
{
    /// <summary>The factory's scopes.</summary>
    public IExternalScopeProvider? Scopes { get; private set; }

    /// <summary>Whether nothing is taken, because an SDK of the application's exports it.</summary>
    public bool IsIdle => factory.AreExported;

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new BridgeLogger(this, categoryName);

    /// <inheritdoc/>
    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => Scopes = scopeProvider;

    /// <summary>Nothing: a factory that is disposed, and its loggers, may still be used while the process ends.</summary>
    public void Dispose()
    {
    }
}
