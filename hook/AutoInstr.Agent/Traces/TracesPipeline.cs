using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.ExistingSdk;
using AutoInstr.Agent.Exporters;
using AutoInstr.Agent.Lifecycle;
using AutoInstr.Agent.Plugins;
using AutoInstr.Agent.SelfLog;
using AutoInstr.Agent.Sources;
using OpenTelemetry.Resources;

namespace AutoInstr.Agent.Traces;

/// <summary>The traces signal from the sources to the exporters.</summary>
internal sealed class TracesPipeline : IPipeline
{
    /// <summary>How long a span may wait for the SDK, once: many times what building it takes on a slow machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly BackgroundStart<SpanExport> _export;
    private readonly List<IDisposable> _listeners = [];

    private TracesPipeline(AgentSettings settings, ApplicationSdk application, Lazy<Resource> resource, Lazy<PluginSet> plugins)
    {
        _export = new BackgroundStart<SpanExport>(
            () => new SpanExport(settings.Traces, resource.Value, plugins.Value), Patience, Log.WriteOnce);
        Listen(settings, application);
    }

    /// <summary>The SDK's side, which is made in the background.</summary>
    public BackgroundStart<SpanExport> Export => _export;

    /// <summary>Begins to listen, and to build the provider: the application need not wait for that before its first span.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="application">Which spans are the application's own business.</param>
    /// <param name="resource">What all spans belong to; found out when it is needed.</param>
    /// <param name="plugins">What plug-ins add; they are loaded when that is needed.</param>
    /// <returns><see langword="null"/> when the settings ask for no traces.</returns>
    public static TracesPipeline? Start(
        AgentSettings settings, ApplicationSdk application, Lazy<Resource> resource, Lazy<PluginSet> plugins) =>
        settings.Traces.AreExported ? new TracesPipeline(settings, application, resource, plugins) : null;

    /// <inheritdoc/>
    public void Flush(int timeout) => _export.Use(timeout, static (export, left) => export.Flush(left));

    /// <inheritdoc/>
    public void ShutDown(int timeout)
    {
        _export.Use(timeout, static (export, left) => export.ShutDown(left));
        foreach (var listener in _listeners)
            listener.Dispose();
    }

    /// <inheritdoc/>
    public IEnumerable<Losses> Losses => (_export.Made?.Senders ?? []).Select(static sender => sender.Losses);

    private void Listen(AgentSettings all, ApplicationSdk application)
    {
        var settings = all.Traces;
        var normalised = new SourceNames();
        var plain = new SourceNames { Except = normalised, Rules = settings.Tracers };
        var rows = new List<Instrumentation>();
        foreach (var row in Catalogue.Create())
        {
            if (!settings.IsInstrumentationEnabled(row.Id))
                continue;
            (row.Normalises ? normalised : plain).Add(row.Sources);
            if (row.Normalises)
                _listeners.Add(new SourceListener(Names(row.Sources, settings.Tracers), row, _export, application));
            if (row.Assembly != null)
                rows.Add(row);
        }
        plain.Add(settings.AdditionalSources);
        if (settings.AdditionalLegacySources.Count > 0)
            plain.Add([""]);
        _listeners.Add(new SourceListener(plain, null, _export, application));
        _listeners.Add(new LibraryWatcher(rows, all, application));
        Log.Info($"traces: exporters {ProcessorSettings.Names(settings.Processors)}");
    }

    private static SourceNames Names(IReadOnlyList<string> sources, ScopeRules<bool>? rules)
    {
        var names = new SourceNames { Rules = rules };
        names.Add(sources);
        return names;
    }
}
