using System.Diagnostics;
using Serilog.Core;
using Serilog.Events;

namespace AutoInstr.Patches.Logging.Serilog2;

/// <summary>The ids of trace and span as properties, for the application's own output templates.</summary>
internal sealed class TraceEnricher : ILogEventEnricher
{
    /// <summary>The only one.</summary>
    public static readonly TraceEnricher Instance = new();

    /// <summary>Whether a property is one that it adds.</summary>
    public static bool IsIts(string name) => name is TraceText.TraceId or TraceText.SpanId;

    /// <inheritdoc/>
    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        if (Activity.Current is not { IdFormat: ActivityIdFormat.W3C } activity)
            return;
        logEvent.AddPropertyIfAbsent(new LogEventProperty(TraceText.TraceId, new ScalarValue(activity.TraceId.ToHexString())));
        logEvent.AddPropertyIfAbsent(new LogEventProperty(TraceText.SpanId, new ScalarValue(activity.SpanId.ToHexString())));
    }
}
