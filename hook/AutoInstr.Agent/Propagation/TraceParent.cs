namespace AutoInstr.Agent.Propagation;

/// <summary>Makes a W3C <c>traceparent</c>, the form in which the runtime takes a context, of the ids of another format.</summary>
internal static class TraceParent
{
    private const int Length = 55;
    private const int TraceIdStart = 3;
    private const int TraceIdLength = 32;
    private const int SpanIdStart = 36;
    private const int SpanIdLength = 16;

    /// <summary>Joins the ids of a caller.</summary>
    /// <param name="traceId">1 to 32 hexadecimal digits of either case; fewer are padded with zeros on the left.</param>
    /// <param name="spanId">1 to 16 hexadecimal digits of either case; fewer are padded with zeros on the left.</param>
    /// <param name="sampled">Whether the caller records the trace.</param>
    /// <returns>The <c>traceparent</c>, or <see langword="null"/> when an id is malformed or zero.</returns>
    public static string? Create(ReadOnlySpan<char> traceId, ReadOnlySpan<char> spanId, bool sampled)
    {
        Span<char> text = stackalloc char[Length];
        "00-".CopyTo(text);
        if (!TryWrite(traceId, text.Slice(TraceIdStart, TraceIdLength)) || !TryWrite(spanId, text.Slice(SpanIdStart, SpanIdLength)))
            return null;
        text[SpanIdStart - 1] = '-';
        (sampled ? "-01" : "-00").CopyTo(text[(SpanIdStart + SpanIdLength)..]);
        return new string(text);
    }

    private static bool TryWrite(ReadOnlySpan<char> id, Span<char> target)
    {
        if (id.IsEmpty || id.Length > target.Length)
            return false;

        var padding = target.Length - id.Length;
        target[..padding].Fill('0');
        var isZero = true;
        for (var i = 0; i < id.Length; i++)
        {
            if (!char.IsAsciiHexDigit(id[i]))
                return false;
            target[padding + i] = char.ToLowerInvariant(id[i]);
            isZero &= id[i] == '0';
        }
        return !isZero;
    }
}
