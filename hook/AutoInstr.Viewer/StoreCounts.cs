namespace AutoInstr.Viewer;

/// <summary>What a <see cref="TraceStore"/> has seen since it was made.</summary>
public sealed record StoreCounts
{
    /// <summary>Requests accepted, of every signal.</summary>
    public long Requests { get; init; }

    /// <summary>Valid spans received, whether or not they are still kept.</summary>
    public long Spans { get; init; }

    /// <summary>Valid spans that ended in an error.</summary>
    public long Errors { get; init; }

    /// <summary>Spans refused because an id of theirs was invalid.</summary>
    public long RejectedSpans { get; init; }

    /// <summary>Spans that had to leave, or could not be kept, because of the bounds.</summary>
    public long EvictedSpans { get; init; }

    /// <summary>Traces that had to leave because of the bounds.</summary>
    public long EvictedTraces { get; init; }

    /// <summary>Metric data points received, whether or not they are still kept.</summary>
    public long DataPoints { get; init; }

    /// <summary>Log records received, whether or not they are still kept.</summary>
    public long LogRecords { get; init; }

    /// <summary>Valid spans by <c>service.name</c>; services beyond the first <see cref="TraceStore.MaxServices"/> share
    /// <see cref="TraceStore.OtherServices"/>.</summary>
    public IReadOnlyDictionary<string, long> SpansByService { get; init; } = new Dictionary<string, long>();
}
