namespace AutoInstr.Viewer.Model;

/// <summary>One span as it was received over OTLP, with the resource and the scope it came with.</summary>
/// <remarks>Attribute values are <see cref="string"/>, <see cref="bool"/>, <see cref="long"/>, <see cref="double"/>, <c>byte[]</c>,
/// or an <c>object?[]</c> or <see cref="AttributeMap"/> of those.</remarks>
public sealed record Span
{
    /// <summary>The trace's id: 32 lower-case hexadecimal digits.</summary>
    public required string TraceId { get; init; }

    /// <summary>The span's id: 16 lower-case hexadecimal digits.</summary>
    public required string SpanId { get; init; }

    /// <summary>The parent's id, or an empty string for a root span.</summary>
    public string ParentSpanId { get; init; } = "";

    /// <summary>The span's name.</summary>
    public required string Name { get; init; }

    /// <summary>What the span's role is.</summary>
    public SpanKind Kind { get; init; }

    /// <summary>When it began, in nanoseconds since the Unix epoch.</summary>
    public ulong StartTimeUnixNano { get; init; }

    /// <summary>When it ended, in nanoseconds since the Unix epoch.</summary>
    public ulong EndTimeUnixNano { get; init; }

    /// <summary>How it ended.</summary>
    public SpanStatus Status { get; init; }

    /// <summary>The status' description; only with <see cref="SpanStatus.Error"/>.</summary>
    public string StatusMessage { get; init; } = "";

    /// <summary>The W3C trace state, as it was received.</summary>
    public string TraceState { get; init; } = "";

    /// <summary>The span's attributes.</summary>
    public AttributeMap Attributes { get; init; } = AttributeMap.Empty;

    /// <summary>The span's events, in the order received.</summary>
    public IReadOnlyList<SpanEvent> Events { get; init; } = [];

    /// <summary>The span's links, in the order received.</summary>
    public IReadOnlyList<SpanLink> Links { get; init; } = [];

    /// <summary>The attributes of the resource that made the span.</summary>
    public AttributeMap Resource { get; init; } = AttributeMap.Empty;

    /// <summary>The name of the instrumentation scope.</summary>
    public string ScopeName { get; init; } = "";

    /// <summary>The version of the instrumentation scope.</summary>
    public string ScopeVersion { get; init; } = "";

    /// <summary>How many attributes, events and links the sender dropped because of limits.</summary>
    public uint DroppedCount { get; init; }

    /// <summary>How many bytes the span takes in protobuf, with its resource and scope.</summary>
    internal int WireSize { get; init; }

    /// <summary>The resource's <c>service.name</c>, or an empty string.</summary>
    public string ServiceName => Resource["service.name"] as string ?? "";

    /// <summary>How long the span took.</summary>
    public TimeSpan Duration =>
        TimeSpan.FromTicks(EndTimeUnixNano > StartTimeUnixNano ? (long)((EndTimeUnixNano - StartTimeUnixNano) / 100) : 0);
}

/// <summary>A moment within a span.</summary>
/// <param name="Name">The event's name.</param>
/// <param name="TimeUnixNano">When, in nanoseconds since the Unix epoch.</param>
/// <param name="Attributes">The event's attributes.</param>
public sealed record SpanEvent(string Name, ulong TimeUnixNano, AttributeMap Attributes);

/// <summary>A reference from a span to another one.</summary>
/// <param name="TraceId">The other span's trace: 32 lower-case hexadecimal digits.</param>
/// <param name="SpanId">The other span: 16 lower-case hexadecimal digits.</param>
/// <param name="Attributes">The link's attributes.</param>
public sealed record SpanLink(string TraceId, string SpanId, AttributeMap Attributes);

/// <summary>A span's role, numbered as in OTLP.</summary>
public enum SpanKind
{
    /// <summary>Not said.</summary>
    Unspecified = 0,
    /// <summary>An operation within an application.</summary>
    Internal = 1,
    /// <summary>The handling of a request.</summary>
    Server = 2,
    /// <summary>The sending of a request.</summary>
    Client = 3,
    /// <summary>The sending of a message.</summary>
    Producer = 4,
    /// <summary>The receiving or processing of a message.</summary>
    Consumer = 5,
}

/// <summary>How a span ended, numbered as in OTLP.</summary>
public enum SpanStatus
{
    /// <summary>Not said.</summary>
    Unset = 0,
    /// <summary>Declared successful.</summary>
    Ok = 1,
    /// <summary>Failed.</summary>
    Error = 2,
}
