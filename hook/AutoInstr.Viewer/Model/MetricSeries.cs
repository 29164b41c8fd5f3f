namespace AutoInstr.Viewer.Model;

/// <summary>What measurements of one kind are called and how they are put together.</summary>
/// <param name="Service">The resource's <c>service.name</c>, or an empty string.</param>
/// <param name="ScopeName">The name of the instrumentation scope: the meter's.</param>
/// <param name="ScopeVersion">The version of the instrumentation scope.</param>
/// <param name="Name">The instrument's name.</param>
/// <param name="Description">What it measures, in words.</param>
/// <param name="Unit">The unit, in the notation of UCUM.</param>
/// <param name="Kind">How its values are put together.</param>
/// <param name="Temporality">What they count from.</param>
/// <param name="IsMonotonic">Whether a sum never becomes less.</param>
public sealed record MetricInstrument(
    string Service, string ScopeName, string ScopeVersion, string Name, string Description, string Unit, MetricKind Kind,
    Temporality Temporality, bool IsMonotonic);

/// <summary>How values are put together.</summary>
public enum MetricKind
{
    /// <summary>The last value.</summary>
    Gauge,
    /// <summary>The sum of all values.</summary>
    Sum,
    /// <summary>How many there are in buckets of explicit bounds.</summary>
    Histogram,
    /// <summary>How many there are in buckets that grow exponentially.</summary>
    ExponentialHistogram,
    /// <summary>Quantiles that the sender worked out.</summary>
    Summary,
}

/// <summary>What a value counts from, numbered as in OTLP.</summary>
public enum Temporality
{
    /// <summary>Not said, or there is nothing to count.</summary>
    Unspecified,
    /// <summary>The value before.</summary>
    Delta,
    /// <summary>The start of the sender.</summary>
    Cumulative,
}

/// <summary>One data point of a series.</summary>
/// <param name="Instrument">What was measured.</param>
/// <param name="Resource">The attributes of the resource that measured it.</param>
/// <param name="Attributes">The attributes that tell the instrument's series apart.</param>
/// <param name="Data">The point as it was received, so that nothing is lost when it is exported again.</param>
/// <param name="WireSize">How many bytes it takes in protobuf.</param>
internal sealed record MetricPoint(
    MetricInstrument Instrument, AttributeMap Resource, AttributeMap Attributes, Google.Protobuf.IMessage Data, int WireSize);

/// <summary>The points of one instrument that have the same resource and attributes.</summary>
/// <param name="Instrument">What was measured.</param>
/// <param name="Resource">The attributes of the resource that measured it.</param>
/// <param name="Attributes">The attributes that tell it from the instrument's other series.</param>
/// <param name="Points">The points as they were received, in that order; never empty.</param>
internal sealed record MetricSeries(
    MetricInstrument Instrument, AttributeMap Resource, AttributeMap Attributes, IReadOnlyList<Google.Protobuf.IMessage> Points);
