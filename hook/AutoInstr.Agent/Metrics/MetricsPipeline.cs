using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.ExistingSdk;
using AutoInstr.Agent.Exporters;
using AutoInstr.Agent.Lifecycle;
using AutoInstr.Agent.Logs;
using AutoInstr.Agent.Plugins;
using AutoInstr.Agent.SelfLog;
using AutoInstr.Agent.Sources;
using AutoInstr.Agent.Traces;
using OpenTelemetry.Resources;

namespace AutoInstr.Agent.Metrics;

/// <summary>The metrics signal from the meters to the exporters.</summary>
/// <remarks>Nothing waits for it: what is measured before the SDK is there is kept until it is.</remarks>
internal sealed class MetricsPipeline : IPipeline
{
    /// <summary>Milliseconds, longer than most applications take to start: until then, or until they are at work, measurements are only
    /// kept, and the processors are the application's own.</summary>
    private const int Delay = 3000;

    private readonly TaskCompletionSource _hurry = new();
    private readonly BackgroundStart<MetricExport> _export;

    private MetricsPipeline(Func<TaskCompletionSource, MetricExport> make) =>
        _export = new BackgroundStart<MetricExport>(() => make(_hurry), Timeout.InfiniteTimeSpan, Log.WriteOnce);

    /// <summary>Begins to build what listens, aggregates and exports.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="application">Which instruments are the application's own business.</param>
    /// <param name="resource">What all metrics belong to; found out when it is needed.</param>
    /// <param name="plugins">What plug-ins add; they are loaded when that is needed.</param>
    /// <param name="others">The other signals, whose exports are measured.</param>
    /// <returns><see langword="null"/> when the settings ask for no metrics.</returns>
    public static MetricsPipeline? Start(
        AgentSettings settings, ApplicationSdk application, Lazy<Resource> resource, Lazy<PluginSet> plugins,
        Task<OtherSignals> others) =>
        settings.Metrics.AreExported
            ? new MetricsPipeline(hurry => Make(settings.Metrics, application, resource, plugins, others, hurry))
            : null;

    /// <inheritdoc/>
    public void Flush(int timeout)
    {
        _hurry.TrySetResult();
        _export.Use(timeout, static (export, left) => export.Flush(left));
    }

    /// <inheritdoc/>
    public void ShutDown(int timeout)
    {
        _hurry.TrySetResult();
        _export.Use(timeout, static (export, left) => export.ShutDown(left));
    }

    /// <inheritdoc/>
    public IEnumerable<Losses> Losses => _export.Made?.Losses ?? [];

    private static MetricExport Make(
        MetricsSettings settings, ApplicationSdk application, Lazy<Resource> resource, Lazy<PluginSet> plugins,
        Task<OtherSignals> others, TaskCompletionSource hurry)
    {
        MeterRow[] rows = [.. MeterCatalogue.Create().Where(row => settings.IsInstrumentationEnabled(row.Id))];
        var meters = new SourceNames { Rules = settings.Meters };
        foreach (var row in rows)
            meters.Add(row.Meters);
        meters.Add(settings.AdditionalMeters);
        var listener = new InstrumentListener(meters, application, busy: () => hurry.TrySetResult());
        try
        {
            // Whoever wants metrics more often than that has them as often from the beginning.
            hurry.Task.Wait(settings.Readers.Select(static reader => reader.Interval).Append(Delay).Min());
            var (spans, logs) = others.Result;
            spans?.Done.Wait();
            logs?.Done.Wait();
            return new MetricExport(
                settings, rows, listener, application, resource.Value, plugins.Value, spans?.Value?.Senders ?? [],
                logs?.Value?.Senders ?? []);
        }
        catch (Exception)
        {
            listener.Dispose();
            throw;
        }
    }
}

/// <summary>What the other signals are exported with, where they are.</summary>
/// <param name="Spans">The traces signal's.</param>
/// <param name="Logs">The logs signal's.</param>
internal sealed record OtherSignals(BackgroundStart<SpanExport>? Spans, BackgroundStart<LogExport>? Logs);
