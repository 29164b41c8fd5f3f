using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Exporters;
using AutoInstr.Agent.Plugins;
using AutoInstr.Agent.SelfLog;
using OpenTelemetry.Resources;

namespace AutoInstr.Agent.Logs;

/// <summary>The ways of log records out of the process: a queue, a thread and an exporter for each name in OTEL_LOGS_EXPORTER.</summary>
internal sealed class LogExport
{
    private readonly LogQueue[] _queues;
    private readonly PluginLogs? _plugins;

    /// <summary>Makes them.</summary>
    /// <param name="settings">The settings of logs.</param>
    /// <param name="resource">What all log records belong to.</param>
    /// <param name="plugins">What plug-ins add.</param>
    public LogExport(LogsSettings settings, Resource resource, PluginSet plugins)
    {
        _plugins = PluginLogs.Create(plugins, settings.Batch, resource);
        ExportPath<LogEncoder>[] paths = [.. settings.Exporters.Select(name => Path(name, settings, resource))];
        _queues = [.. paths.Select(path => new LogQueue(settings.Batch, path.CreateEncoder, path.ReportEncoding(Log.Write)))];
        Senders = [.. paths.Zip(_queues, static (path, queue) => new BatchSender(queue, path.Target, path.CreateExporter, Log.Write))];
        Log.Info($"logs: exporters {string.Join(", ", settings.Exporters)}");
    }

    /// <summary>What sends the log records.</summary>
    public IReadOnlyList<BatchSender> Senders { get; }

    /// <summary>The way of log records to one exporter.</summary>
    /// <param name="name">Its name in OTEL_LOGS_EXPORTER.</param>
    /// <param name="settings">The settings of logs.</param>
    /// <param name="resource">What all log records belong to.</param>
    public static ExportPath<LogEncoder> Path(string name, LogsSettings settings, Resource resource) => name switch
    {
        "otlp" => OtlpExport.Logs(settings.Otlp.Within(settings.Batch.ExportTimeout), settings.Limits, resource),
        "console" => ConsoleExporter.Path(Signal.Logs, LogEncoder () => new ConsoleLogEncoder(settings.Limits, resource)),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such exporter."),
    };

    /// <summary>Takes a log record.</summary>
    public void Take(in LogEntry entry)
    {
        if (_plugins is null)
            Offer(in entry);
        else
            Offer(_plugins.Show(in entry));
    }

    /// <summary>Sends what there is.</summary>
    /// <param name="timeout">Milliseconds that it may take.</param>
    public void Flush(int timeout)
    {
        foreach (var sender in Senders)
            sender.Flush(timeout);
        _plugins?.Flush(timeout);
    }

    /// <summary>Sends what there is, and nothing after it.</summary>
    /// <param name="timeout">Milliseconds that it may take.</param>
    public void ShutDown(int timeout)
    {
        foreach (var sender in Senders)
            sender.ShutDown(timeout);
        _plugins?.ShutDown(timeout);
    }

    private void Offer(in LogEntry entry)
    {
        foreach (var queue in _queues)
            queue.Offer(in entry);
    }
}
