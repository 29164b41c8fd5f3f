using System.Diagnostics.Metrics;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Plugins;
using OpenTelemetry.Metrics;

namespace AutoInstr.Agent.Metrics;

/// <summary>How each instrument is aggregated: how many series it may have, and which buckets a histogram has.</summary>
/// <param name="settings">The settings of metrics.</param>
/// <param name="rows">The meters subscribed to.</param>
/// <param name="plugins">Their views come first.</param>
internal sealed class MetricViews(MetricsSettings settings, IReadOnlyList<MeterRow> rows, PluginSet plugins)
{
    /// <summary>Of https://opentelemetry.io/docs/specs/semconv/db/database-metrics/#metric-dbclientoperationduration.</summary>
    private static readonly double[] DatabaseSeconds = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];

    /// <summary>Of https://opentelemetry.io/docs/specs/semconv/http/http-metrics/#metric-httpserverrequestduration, and of
    /// others.</summary>
    private static readonly double[] Seconds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    /// <summary>For what lasts as long as a connection.</summary>
    private static readonly double[] LongSeconds = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300];

    /// <summary>More than the instruments have that are known to have few, and theirs unless somebody says how many: in advance, an
    /// instrument takes memory for all that it may have.</summary>
    private const int FewSeries = 100;

    private readonly CardinalityLimits _limits = settings.CardinalityLimits;

    /// <summary>The views of the configuration file; each makes a stream of the instruments that it selects.</summary>
    public IEnumerable<Func<Instrument, MetricStreamConfiguration?>> OfFile => settings.Views.Select(
        view => (Func<Instrument, MetricStreamConfiguration?>)(instrument =>
            InstrumentSelector.Selects(view, instrument) ? ViewStream.Create(view, instrument, Limited(Aggregation(instrument), instrument))
                : null));

    /// <summary>The view of an instrument that none of the configuration file is for.</summary>
    public MetricStreamConfiguration? Of(Instrument instrument)
    {
        foreach (var view in settings.Views)
        {
            if (InstrumentSelector.Selects(view, instrument))
                return null;
        }
        return Limited(plugins.View(instrument) ?? Aggregation(instrument), instrument);
    }

    private MetricStreamConfiguration Limited(MetricStreamConfiguration stream, Instrument instrument)
    {
        if (stream != MetricStreamConfiguration.Drop)
            stream.CardinalityLimit ??= Limit(instrument);
        return stream;
    }

    /// <summary>The SDK's buckets are for milliseconds, as libraries had them once: without a view, whatever is measured in seconds and
    /// brings no buckets of its own is all in the first.</summary>
    private MetricStreamConfiguration Aggregation(Instrument instrument)
    {
        if (!IsHistogram(instrument))
            return new MetricStreamConfiguration();
        if (settings.ExponentialHistograms)
            return new Base2ExponentialBucketHistogramConfiguration();
        return instrument.Unit == "s" && !HasBuckets(instrument)
            ? new ExplicitBucketHistogramConfiguration { Boundaries = Buckets(instrument.Name) }
            : new MetricStreamConfiguration();
    }

    private static double[] Buckets(string name) =>
        name.EndsWith("connection.duration", StringComparison.Ordinal) ? LongSeconds
        : name.StartsWith("db.", StringComparison.Ordinal) ? DatabaseSeconds
        : Seconds;

    private static bool IsHistogram(Instrument instrument) =>
        instrument.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Histogram<>);

    private static bool HasBuckets(Instrument instrument) => instrument switch
    {
        Histogram<double> histogram => histogram.Advice?.HistogramBucketBoundaries is not null,
        Histogram<float> histogram => histogram.Advice?.HistogramBucketBoundaries is not null,
        Histogram<long> histogram => histogram.Advice?.HistogramBucketBoundaries is not null,
        Histogram<int> histogram => histogram.Advice?.HistogramBucketBoundaries is not null,
        _ => false,
    };

    private int Limit(Instrument instrument)
    {
        var meter = instrument.Meter.Name;
        return !_limits.IsSet && rows.Any(row => row.OfFewSeries.Contains(meter, StringComparer.OrdinalIgnoreCase))
            ? FewSeries
            : _limits.Of(InstrumentSelector.TypeOf(instrument));
    }
}
