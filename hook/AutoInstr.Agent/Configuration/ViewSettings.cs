namespace AutoInstr.Agent.Configuration;

/// <summary>A stream of metrics for the instruments that everything holds for which is set.</summary>
internal sealed record ViewSettings
{
    /// <summary>Name of the instrument, with wildcards; <see langword="null"/> for any.</summary>
    public string? InstrumentName { get; init; }

    /// <summary>Type of the instrument, such as <c>up_down_counter</c>; <see langword="null"/> for any.</summary>
    public string? InstrumentType { get; init; }

    /// <summary>Unit of the instrument; <see langword="null"/> for any.</summary>
    public string? Unit { get; init; }

    /// <summary>Name of the meter; <see langword="null"/> for any.</summary>
    public string? MeterName { get; init; }

    /// <summary>Version of the meter; <see langword="null"/> for any.</summary>
    public string? MeterVersion { get; init; }

    /// <summary>Schema of the meter; <see langword="null"/> for any.</summary>
    public string? MeterSchemaUrl { get; init; }

    /// <summary>Name of the stream; <see langword="null"/> for the instrument's.</summary>
    public string? StreamName { get; init; }

    /// <summary>Description of the stream; <see langword="null"/> for the instrument's.</summary>
    public string? Description { get; init; }

    /// <summary>How measurements become values.</summary>
    public AggregationSettings Aggregation { get; init; } = new("default");

    /// <summary>Series that the stream may have; <see langword="null"/> for as many as others.</summary>
    public int? CardinalityLimit { get; init; }

    /// <summary>The attributes that remain, by their names; <see langword="null"/> for all.</summary>
    public IReadOnlyList<string>? IncludedAttributes { get; init; }

    /// <summary>Attributes that do not remain.</summary>
    public IReadOnlyList<string> ExcludedAttributes { get; init; } = [];
}

/// <summary>How measurements become values.</summary>
/// <param name="Kind"><c>default</c>, <c>drop</c>, <c>sum</c>, <c>last_value</c>, <c>explicit_bucket_histogram</c> or
/// <c>base2_exponential_bucket_histogram</c>.</param>
internal sealed record AggregationSettings(string Kind)
{
    /// <summary>Upper bounds of explicit buckets; <see langword="null"/> for the usual ones.</summary>
    public double[]? Boundaries { get; init; }

    /// <summary>Whether a histogram has the least and the greatest value.</summary>
    public bool RecordMinMax { get; init; } = true;

    /// <summary>Of exponential buckets.</summary>
    public int MaxScale { get; init; } = 20;

    /// <summary>Buckets on each side of zero, of exponential ones.</summary>
    public int MaxSize { get; init; } = 160;
}
