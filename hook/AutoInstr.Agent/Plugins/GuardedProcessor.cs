using AutoInstr.Agent.Exporters;
using OpenTelemetry;

namespace AutoInstr.Agent.Plugins;

/// <summary>A plug-in's processor, of which nothing is thrown at the application.</summary>
/// <param name="inner">The processor.</param>
/// <param name="guard">The plug-in's.</param>
/// <typeparam name="T">What it sees.</typeparam>
internal sealed class GuardedProcessor<T>(BaseProcessor<T> inner, PluginGuard guard) : BaseProcessor<T>
{
    private readonly string _part = inner.GetType().Name;
    private volatile bool _knowsProvider;

    /// <inheritdoc/>
    public override void OnStart(T data)
    {
        if (guard.IsFaulty)
            return;
        try
        {
            TellProvider();
            inner.OnStart(data);
        }
        catch (Exception exception)
        {
            guard.Disable(_part + ".OnStart", exception);
        }
    }

    /// <inheritdoc/>
    public override void OnEnd(T data)
    {
        if (guard.IsFaulty)
            return;
        try
        {
            TellProvider();
            inner.OnEnd(data);
        }
        catch (Exception exception)
        {
            guard.Disable(_part + ".OnEnd", exception);
        }
    }

    /// <inheritdoc/>
    protected override bool OnForceFlush(int timeoutMilliseconds) =>
        guard.Ask(_part + ".ForceFlush", () => inner.ForceFlush(timeoutMilliseconds), true);

    /// <inheritdoc/>
    protected override bool OnShutdown(int timeoutMilliseconds) =>
        guard.Ask(_part + ".Shutdown", () => inner.Shutdown(timeoutMilliseconds), true);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            guard.Run(_part + ".Dispose", inner.Dispose);
        base.Dispose(disposing);
    }

    /// <summary>The SDK tells it to this one alone, and only when the provider is there.</summary>
    private void TellProvider()
    {
        if (_knowsProvider || ParentProvider is not { } provider)
            return;
        SdkInternals.Method(typeof(BaseProcessor<T>), "SetParentProvider").Invoke(inner, [provider]);
        _knowsProvider = true;
    }
}
