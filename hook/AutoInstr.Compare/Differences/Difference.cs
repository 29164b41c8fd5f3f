namespace AutoInstr.Compare.Differences;

/// <summary>Something that two partners do not have in common.</summary>
/// <param name="Aspect">What of the span, the instrument or the statement that logs.</param>
/// <param name="Name">The attribute's, event's or link's name; empty for what a span has once.</param>
/// <param name="Manual">What the edition instrumented by hand has, or <see langword="null"/> when it has nothing of the kind.</param>
/// <param name="Automatic">What the automatic edition has, or <see langword="null"/>.</param>
internal sealed record Difference(Aspect Aspect, string Name, string? Manual, string? Automatic);

/// <summary>What may differ.</summary>
internal enum Aspect
{
    /// <summary>The name.</summary>
    Name,
    /// <summary>The span that it is beneath.</summary>
    Position,
    /// <summary>The status code.</summary>
    Status,
    /// <summary>The status' description.</summary>
    StatusDescription,
    /// <summary>An attribute's presence or value.</summary>
    Attribute,
    /// <summary>The type of an attribute's value.</summary>
    AttributeType,
    /// <summary>How often an event of a name is there.</summary>
    Event,
    /// <summary>An attribute of an event.</summary>
    EventAttribute,
    /// <summary>How many links there are.</summary>
    Links,
    /// <summary>The meter's name.</summary>
    Scope,
    /// <summary>The unit of an instrument.</summary>
    Unit,
    /// <summary>How an instrument's values are put together.</summary>
    Kind,
    /// <summary>What an instrument's values count from.</summary>
    Temporality,
    /// <summary>The bounds of a histogram's buckets.</summary>
    Buckets,
    /// <summary>Whether any series or record has an attribute of a name.</summary>
    AttributeKey,
    /// <summary>The severity of log records.</summary>
    Severity,
    /// <summary>How many log records there are.</summary>
    Count,
    /// <summary>Whether log records have the ids of their trace and span.</summary>
    TraceIds,
}
