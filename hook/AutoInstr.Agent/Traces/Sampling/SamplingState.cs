namespace AutoInstr.Agent.Traces.Sampling;

/// <summary>What OpenTelemetry's entry of a <c>tracestate</c> says of sampling: <c>ot=th:8;rv:0123456789abcd</c>.</summary>
/// <param name="Threshold">The threshold that the parent was taken by, or <see langword="null"/>.</param>
/// <param name="Randomness">The randomness that the trace has in place of its id's, or <see langword="null"/>.</param>
internal readonly record struct SamplingState(long? Threshold, long? Randomness)
{
    private const string Vendor = "ot=";

    /// <summary>Reads it. Allocates nothing.</summary>
    public static SamplingState Parse(string? traceState)
    {
        long? threshold = null, randomness = null;
        foreach (var part in Own(traceState))
        {
            if (part.StartsWith("th:", StringComparison.Ordinal))
                threshold = SamplingThreshold.Parse(part[3..]);
            else if (part.StartsWith("rv:", StringComparison.Ordinal))
                randomness = SamplingThreshold.ParseRandomness(part[3..]);
        }
        return new SamplingState(threshold, randomness);
    }

    /// <summary>A <c>tracestate</c> with another threshold; everything else stays, OpenTelemetry's entry is the first.</summary>
    /// <param name="traceState">The parent's.</param>
    /// <param name="threshold">The threshold, or <see langword="null"/> for none.</param>
    public static string With(string? traceState, long? threshold)
    {
        var own = new List<string>();
        if (threshold is { } value)
            own.Add("th:" + SamplingThreshold.Format(value));
        foreach (var part in Own(traceState))
        {
            if (!part.StartsWith("th:", StringComparison.Ordinal))
                own.Add(part.ToString());
        }
        var entries = (traceState ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(static entry => !entry.StartsWith(Vendor, StringComparison.Ordinal));
        return string.Join(',', own.Count > 0 ? entries.Prepend(Vendor + string.Join(';', own)) : entries);
    }

    private static Parts Own(string? traceState)
    {
        for (var rest = traceState.AsSpan(); !rest.IsEmpty;)
        {
            var comma = rest.IndexOf(',');
            var entry = (comma < 0 ? rest : rest[..comma]).Trim();
            if (entry.StartsWith(Vendor, StringComparison.Ordinal))
                return new Parts(entry[Vendor.Length..]);
            rest = comma < 0 ? [] : rest[(comma + 1)..];
        }
        return default;
    }

    /// <summary>The parts of the entry, which semicolons are between.</summary>
    private ref struct Parts(ReadOnlySpan<char> rest)
    {
        private ReadOnlySpan<char> _rest = rest;

        public ReadOnlySpan<char> Current { get; private set; }

        public readonly Parts GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_rest.IsEmpty)
                return false;
            var end = _rest.IndexOf(';');
            Current = end < 0 ? _rest : _rest[..end];
            _rest = end < 0 ? [] : _rest[(end + 1)..];
            return true;
        }
    }
}
