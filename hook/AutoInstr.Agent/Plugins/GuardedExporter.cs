using AutoInstr.Agent.Exporters;
using OpenTelemetry;

namespace AutoInstr.Agent.Plugins;

/// <summary>A plug-in's exporter, which runs on a thread where an exception would end the process.</summary>
/// <param name="inner">The exporter.</param>
/// <param name="guard">The plug-in's.</param>
/// <typeparam name="T">What it exports.</typeparam>
internal sealed class GuardedExporter<T>(BaseExporter<T> inner, PluginGuard guard) : BaseExporter<T>
    where T : class
{
    private readonly string _part = inner.GetType().Name;

    /// <inheritdoc/>
    public override ExportResult Export(in Batch<T> batch)
    {
        // What is out of use has been named; it is not a receiver that is away.
        if (guard.IsFaulty)
            return ExportResult.Success;
        // Nothing that it does itself may become a span or a log record.
        using var scope = SuppressInstrumentationScope.Begin();
        try
        {
            if (inner.ParentProvider is null && ParentProvider is { } provider)
                inner.Of(provider);
            return inner.Export(in batch);
        }
        catch (Exception exception)
        {
            guard.Disable(_part + ".Export", exception);
            return ExportResult.Success;
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
}
