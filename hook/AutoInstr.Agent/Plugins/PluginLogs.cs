using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Exporters;
using AutoInstr.Agent.Logs;
using AutoInstr.Agent.Resources;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Resources;

namespace AutoInstr.Agent.Plugins;

/// <summary>Shows log records to plug-ins, as the SDK's: first to processors, which may change them, then to exporters.</summary>
internal sealed class PluginLogs
{
    private readonly LoggerProvider _provider;
    private readonly BaseProcessor<LogRecord> _processor;
    private readonly Func<LogRecord> _create;

    private PluginLogs(IEnumerable<BaseProcessor<LogRecord>> processors, Resource resource)
    {
        var services = new SdkServices();
        var builder = (LoggerProviderBuilder)services.Builder("OpenTelemetry.Logs.LoggerProviderBuilderSdk");
        builder.SetResourceBuilder(KnownResource.Builder(resource));
        foreach (var processor in processors)
            builder.AddProcessor(processor);
        _provider = (LoggerProvider)services.Provider("OpenTelemetry.Logs.LoggerProviderSdk");
        _processor = (BaseProcessor<LogRecord>)SdkInternals.Property(_provider.GetType(), "Processor").GetValue(_provider)!;
        _create = SdkInternals.Constructor<LogRecord>();
    }

    /// <summary>Makes it.</summary>
    /// <returns><see langword="null"/> when no plug-in is interested in log records.</returns>
    public static PluginLogs? Create(PluginSet plugins, BatchSettings batch, Resource resource)
    {
        List<BaseProcessor<LogRecord>> processors =
        [
            .. plugins.Parts.SelectMany(static parts => parts.LogProcessors),
            .. plugins.Parts.SelectMany(static parts => parts.LogExporters).Select(exporter => new BatchLogRecordExportProcessor(
                exporter, batch.MaxQueueSize, batch.ScheduleDelay, batch.ExportTimeout, batch.MaxExportBatchSize)),
        ];
        return processors.Count == 0 ? null : new PluginLogs(processors, resource);
    }

    /// <summary>Shows a log record.</summary>
    /// <returns>What has become of it.</returns>
    public LogEntry Show(in LogEntry entry)
    {
        var record = _create();
        var level = (LogLevel)((entry.Severity - 1) / 4);
        record.Timestamp = entry.Timestamp;
        record.ObservedTimestamp = DateTime.UtcNow;
        record.TraceId = entry.Context.TraceId;
        record.SpanId = entry.Context.SpanId;
        record.TraceFlags = entry.Context.TraceFlags;
        record.TraceState = entry.Context.TraceState;
        record.CategoryName = entry.Category;
        record.LogLevel = level;
        record.EventId = new EventId(entry.EventId, entry.EventName);
        record.Body = entry.Body;
        record.FormattedMessage = entry.Message;
        record.Attributes = [.. entry.Attributes ?? [], .. entry.Scopes ?? []];
        record.Exception = entry.Exception;
        _processor.OnEnd(record);
        return new LogEntry
        {
            Timestamp = record.Timestamp,
            Severity = record.LogLevel == level ? entry.Severity : ((int)record.LogLevel * 4) + 1,
            SeverityText = record.LogLevel == level ? entry.SeverityText : record.LogLevel.ToString(),
            Category = record.CategoryName ?? entry.Category,
            EventId = record.EventId.Id,
            EventName = record.EventId.Name,
            Body = record.Body,
            Message = record.FormattedMessage,
            Attributes = record.Attributes,
            Exception = record.Exception,
            Context = record.TraceId == entry.Context.TraceId && record.SpanId == entry.Context.SpanId
                ? entry.Context
                : new(record.TraceId, record.SpanId, record.TraceFlags, record.TraceState),
        };
    }

    /// <summary>Exports what there is.</summary>
    /// <param name="timeout">Milliseconds that it may take.</param>
    public void Flush(int timeout) => _provider.ForceFlush(timeout);

    /// <summary>Exports what there is, and nothing after it.</summary>
    /// <param name="timeout">Milliseconds that it may take.</param>
    public void ShutDown(int timeout) => _provider.Shutdown(timeout);
}
