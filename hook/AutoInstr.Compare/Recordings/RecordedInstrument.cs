using AutoInstr.Viewer.Model;

namespace AutoInstr.Compare.Recordings;

/// <summary>What one edition measures under one name: all series and data points of it as one.</summary>
/// <param name="Service">The service.</param>
/// <param name="Name">The instrument's name.</param>
/// <param name="Scope">The meter's name; several are separated by commas.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Kind">How values are put together, in words.</param>
/// <param name="Temporality">What they count from; empty where there is nothing to count.</param>
/// <param name="Buckets">The bounds of a histogram's buckets; empty when it has none.</param>
/// <param name="AttributeKeys">The names of all attributes that its series have, in order.</param>
/// <param name="Series">How many series it has.</param>
internal sealed record RecordedInstrument(
    string Service, string Name, string Scope, string Unit, string Kind, string Temporality, string Buckets,
    IReadOnlyList<string> AttributeKeys, int Series)
{
    /// <summary>The instruments of a recording, by service and name.</summary>
    public static IReadOnlyList<RecordedInstrument> Of(IEnumerable<MetricSeries> series) =>
    [
        .. series.GroupBy(static one => (one.Instrument.Service, one.Instrument.Name))
            .Select(static group => new RecordedInstrument(
                group.Key.Service, group.Key.Name,
                All(group.Select(static one => one.Instrument.ScopeName)),
                All(group.Select(static one => one.Instrument.Unit)),
                All(group.Select(static one => TextOf(one.Instrument))),
                All(group.Select(static one => one.Instrument.Temporality)
                    .Where(static temporality => temporality != Viewer.Model.Temporality.Unspecified)
                    .Select(static temporality => temporality.ToString().ToLowerInvariant())),
                All(group.SelectMany(static one => one.Points).OfType<Viewer.Otlp.HistogramDataPoint>()
                    .Select(static point => AttributeText.Of(point.ExplicitBounds.Cast<object?>().ToArray()))),
                [
                    .. group.SelectMany(static one => one.Attributes.Select(static item => item.Key)).Distinct()
                        .Order(StringComparer.Ordinal),
                ],
                group.Count()))
            .OrderBy(static one => one.Service, StringComparer.Ordinal).ThenBy(static one => one.Name, StringComparer.Ordinal),
    ];

    private static string All(IEnumerable<string> texts) =>
        string.Join(", ", texts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    private static string TextOf(MetricInstrument instrument) => instrument.Kind switch
    {
        MetricKind.Sum when instrument.IsMonotonic => "counter",
        MetricKind.Sum => "up-down counter",
        MetricKind.ExponentialHistogram => "exponential histogram",
        var kind => kind.ToString().ToLowerInvariant(),
    };
}
