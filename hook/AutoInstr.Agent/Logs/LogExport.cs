using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Exporters;
using AutoInstr.Agent.Plugins;
using AutoInstr.Agent.SelfLog;
using OpenTelemetry.Resources;

namespace AutoInstr.Agent.Logs;

/// <summary>The ways of log records out of the process: a queue, a thread and an exporter for each processor of the settings.</summary>
internal sealed class LogExport
{
    private readonly LogQueue[] _queues;
    private readonly PluginLogs? _plugins;
    private readonly LoggerRules? _rules;

    /// <summary>Makes them.</summary>
    /// <param name="settings">The settings of logs.</param>
    /// <param name="resource">What all log records belong to.</param>
    /// <param name="plugins">What plug-ins add.</param>
    public LogExport(LogsSettings settings, Resource resource, PluginSet plugins)
    {
        _rules = settings.Loggers is { } rules ? new LoggerRules(rules) : null;
        _plugins = PluginLogs.Create(plugins, settings.Batch, resource);
        ExportPath<LogEncoder>[] paths = [.. settings.Processors.Select(processor => Path(processor, settings.Limits, resource))];
        _queues =
        [
            .. paths.Zip(settings.Processors, static (path, processor) =>
                new LogQueue(processor.Batch, path.CreateEncoder, path.ReportEncoding(Log.Write))),
        ];
        Senders = [.. paths.Zip(_queues, static (path, queue) => new BatchSender(queue, path.Target, path.CreateExporter, Log.Write))];
        Log.Info($"logs: exporters {ProcessorSettings.Names(settings.Processors)}");
    }

    /// <summary>What sends the log records.</summary>
    public IReadOnlyList<BatchSender> Senders { get; }

    /// <summary>The way of log records to one exporter.</summary>
    /// <param name="processor">The exporter and its settings.</param>
    /// <param name="limits">The limits on a log record.</param>
    /// <param name="resource">What all log records belong to.</param>
    public static ExportPath<LogEncoder> Path(ProcessorSettings processor, LimitSettings limits, Resource resource) =>
        processor.Exporter switch
        {
            "otlp" => OtlpExport.Logs(processor.Otlp.Within(processor.Batch.ExportTimeout), limits, resource),
            "console" => ConsoleExporter.Path(Signal.Logs, LogEncoder () => new ConsoleLogEncoder(limits, resource)),
            _ => throw new ArgumentOutOfRangeException(nameof(processor), processor.Exporter, "No such exporter."),
        };

    /// <summary>Takes a log record.</summary>
    public void Take(in LogEntry entry)
    {
        if (_rules?.Allow(in entry) == false)
            return;
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
