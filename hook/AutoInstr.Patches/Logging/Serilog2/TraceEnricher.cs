using Serilog.Core;
using Serilog.Events;

namespace AutoInstr.Patches.Logging.Serilog2;

/// <summary>The ids of trace and span as properties, for the application's own output templates.</summary>
internal sealed class TraceEnricher : ILogEventEnricher
{
    /// <summary>The only one.</summary>
    public static readonly TraceEnricher Instance = new();

    /// <inheritdoc/>
    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        if (!TraceText.TryGet(out var traceId, out var spanId))
            return;
        logEvent.AddPropertyIfAbsent(new LogEventProperty(TraceText.TraceId, new ScalarValue(traceId)));
        logEvent.AddPropertyIfAbsent(new LogEventProperty(TraceText.SpanId, new ScalarValue(spanId)));
    }
}
