namespace AutoInstr.Agent.Configuration;

/// <summary>Series that an instrument may have, by its type.</summary>
/// <param name="Default">Of types that have none of their own.</param>
/// <param name="ByType">Of a type, such as <c>up_down_counter</c>.</param>
internal sealed record CardinalityLimits(int Default, IReadOnlyDictionary<string, int> ByType)
{
    /// <summary>A series takes some hundred bytes in each instrument, allocated beforehand: a slip of the finger must not ask for
    /// gigabytes.</summary>
    public const int MostSeries = 100_000;

    /// <summary>Of an instrument when nothing is said:
    /// https://opentelemetry.io/docs/specs/otel/metrics/sdk/#cardinality-limits.</summary>
    public const int Usual = 2000;

    /// <summary>What sets them, as whoever configures knows it.</summary>
    public string Setting { get; init; } = "AUTOINSTR_METRICS_CARDINALITY_LIMIT";

    /// <summary>Whether somebody has set them.</summary>
    public bool IsSet { get; init; }

    /// <summary>Of an instrument's type.</summary>
    public int Of(string type) => ByType.TryGetValue(type, out var limit) ? limit : Default;

    /// <inheritdoc/>
    public override string ToString() => $"{Default} {string.Join(' ', ByType.OrderBy(static type => type.Key))}";
}
