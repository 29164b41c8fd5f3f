using System.Diagnostics.CodeAnalysis;

namespace AutoInstr.Viewer.Model;

/// <summary>One log record as it was received over OTLP, with the resource and the scope it came with.</summary>
/// <remarks>Values of attributes and of the body are of the types that those of <see cref="Span"/> are.</remarks>
public sealed record LogRecord
{
    /// <summary>When it happened, in nanoseconds since the Unix epoch; 0 when the source does not say.</summary>
    public ulong TimeUnixNano { get; init; }

    /// <summary>When it was seen by what collects it, in nanoseconds since the Unix epoch.</summary>
    public ulong ObservedTimeUnixNano { get; init; }

    /// <summary>How severe it is, from 1 to 24; 0 when that is not said.</summary>
    public int SeverityNumber { get; init; }

    /// <summary>The severity by the name that the source has for it.</summary>
    public string SeverityText { get; init; } = "";

    /// <summary>What it says: most often a text, which may be a template whose values are attributes.</summary>
    public object? Body { get; init; }

    /// <summary>The name of the event, for a record that is one.</summary>
    public string EventName { get; init; } = "";

    /// <summary>The record's attributes.</summary>
    public AttributeMap Attributes { get; init; } = AttributeMap.Empty;

    /// <summary>The trace that it belongs to: 32 lower-case hexadecimal digits, or an empty string.</summary>
    public string TraceId { get; init; } = "";

    /// <summary>The span that it belongs to: 16 lower-case hexadecimal digits, or an empty string.</summary>
    public string SpanId { get; init; } = "";

    /// <summary>The flags of the trace, as they were received.</summary>
    public uint Flags { get; init; }

    /// <summary>The attributes of the resource that made the record.</summary>
    public AttributeMap Resource { get; init; } = AttributeMap.Empty;

    /// <summary>The name of the instrumentation scope: the logger's.</summary>
    public string ScopeName { get; init; } = "";

    /// <summary>The version of the instrumentation scope.</summary>
    public string ScopeVersion { get; init; } = "";

    /// <summary>How many attributes the sender dropped because of limits.</summary>
    public uint DroppedCount { get; init; }

    /// <summary>How many bytes the record takes in protobuf, with its resource and scope.</summary>
    internal int WireSize { get; init; }

    /// <summary>The resource's <c>service.name</c>, or an empty string.</summary>
    public string ServiceName => Resource["service.name"] as string ?? "";

    /// <summary>When it happened, or else when it was seen.</summary>
    public ulong Time => TimeUnixNano > 0 ? TimeUnixNano : ObservedTimeUnixNano;

    /// <summary>Its severity, as one of six.</summary>
    public LogSeverity Severity => (LogSeverity)((Math.Clamp(SeverityNumber, 0, 24) + 3) / 4);

    /// <summary>What it says, the places of a template filled with its attributes.</summary>
    public string Message => LogMessage.Of(this);
}

/// <summary>How severe a record is: four numbers of OTLP's each.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "The names are OTLP's.")]
public enum LogSeverity
{
    /// <summary>Not said.</summary>
    Unspecified,
    /// <summary>1 to 4.</summary>
    Trace,
    /// <summary>5 to 8.</summary>
    Debug,
    /// <summary>9 to 12.</summary>
    Info,
    /// <summary>13 to 16.</summary>
    Warn,
    /// <summary>17 to 20.</summary>
    Error,
    /// <summary>21 to 24.</summary>
    Fatal,
}
