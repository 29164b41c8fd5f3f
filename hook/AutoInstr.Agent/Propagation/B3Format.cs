namespace AutoInstr.Agent.Propagation;

/// <summary>What both encodings of Zipkin's B3 have in common: reading, https://github.com/openzipkin/b3-propagation.</summary>
/// <remarks>
/// As OpenTelemetry's specification asks, both encodings are read whichever is written, the single header first. Debug means sampled.
/// A sampling decision that is left open counts as not sampled, as in OpenTelemetry's other languages: a W3C context cannot express it.
/// </remarks>
internal abstract class B3Format : ContextFormat
{
    /// <summary>The single header.</summary>
    protected const string SingleField = "b3";

    /// <summary>The trace's id: 16 or 32 hexadecimal digits.</summary>
    protected const string TraceIdField = "X-B3-TraceId";

    /// <summary>The caller's span's id: 16 hexadecimal digits.</summary>
    protected const string SpanIdField = "X-B3-SpanId";

    /// <summary>The sampling decision: <c>1</c> or <c>0</c>.</summary>
    protected const string SampledField = "X-B3-Sampled";

    /// <summary>Whether the trace is to be recorded in any case: <c>1</c>.</summary>
    protected const string FlagsField = "X-B3-Flags";

    private const int MaxSingleLength = 32 + 1 + 16 + 1 + 4 + 1 + 16;

    /// <inheritdoc/>
    public sealed override bool TryExtract(CarrierReader carrier, out string? traceParent, out string? traceState)
    {
        traceState = null;
        traceParent = ReadSingle(carrier.Get(SingleField)) ?? ReadMultiple(carrier);
        return traceParent is not null;
    }

    /// <summary>Reads <c>traceid-spanid[-sampling[-parentspanid]]</c>.</summary>
    private static string? ReadSingle(string? header)
    {
        if (header is null || header.Length > MaxSingleLength)
            return null;

        Span<Range> parts = stackalloc Range[4];
        var text = header.AsSpan();
        var count = text.Split(parts, '-');
        return count >= 2 ? Create(text[parts[0]], text[parts[1]], count > 2 && IsSampled(text[parts[2]])) : null;
    }

    private static string? ReadMultiple(CarrierReader carrier)
    {
        if (carrier.Get(TraceIdField) is not { } traceId || carrier.Get(SpanIdField) is not { } spanId)
            return null;
        return Create(traceId, spanId, IsSampled(carrier.Get(SampledField)) || carrier.Get(FlagsField) == "1");
    }

    private static bool IsSampled(ReadOnlySpan<char> state) =>
        state is "1" or "d" || state.Equals("true", StringComparison.OrdinalIgnoreCase);

    private static string? Create(ReadOnlySpan<char> traceId, ReadOnlySpan<char> spanId, bool sampled) =>
        traceId.Length is 16 or 32 && spanId.Length == 16 ? TraceParent.Create(traceId, spanId, sampled) : null;
}
