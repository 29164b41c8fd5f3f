using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Exporters;
using AutoInstr.Agent.Lifecycle;
using AutoInstr.Agent.Plugins;
using AutoInstr.Agent.SelfLog;
using OpenTelemetry.Resources;

namespace AutoInstr.Agent.Logs;

/// <summary>The logs signal from the patches of logging libraries to the exporters.</summary>
internal sealed class LogsPipeline : IPipeline
{
    /// <summary>How long a log record may wait for the exporters, once: many times what making them takes on a slow machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private LogsPipeline(LogsSettings settings, Lazy<Resource> resource, Lazy<PluginSet> plugins) => Export =
        new BackgroundStart<LogExport>(() => new LogExport(settings, resource.Value, plugins.Value), Patience, Log.WriteOnce);

    /// <summary>The ways out, which are made in the background.</summary>
    public BackgroundStart<LogExport> Export { get; }

    /// <summary>Begins to make what exports, and lets the patches find it.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="resource">What all log records belong to; found out when it is needed.</param>
    /// <param name="plugins">What plug-ins add; they are loaded when that is needed.</param>
    /// <returns><see langword="null"/> when the settings ask for no logs.</returns>
    public static LogsPipeline? Start(AgentSettings settings, Lazy<Resource> resource, Lazy<PluginSet> plugins)
    {
        LogIntake.Configure(settings.Logs, settings.ExistingSdk);
        if (!settings.Logs.AreExported)
            return null;
        var pipeline = new LogsPipeline(settings.Logs, resource, plugins);
        new LogIntake(pipeline.Export).Open();
        return pipeline;
    }

    /// <inheritdoc/>
    public void Flush(int timeout) => Export.Use(timeout, static (export, left) => export.Flush(left));

    /// <inheritdoc/>
    public void ShutDown(int timeout) => Export.Use(timeout, static (export, left) => export.ShutDown(left));

    /// <inheritdoc/>
    public IEnumerable<Losses> Losses => (Export.Made?.Senders ?? []).Select(static sender => sender.Losses);
}
