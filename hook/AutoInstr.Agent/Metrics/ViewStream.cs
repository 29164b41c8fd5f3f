using System.Diagnostics.Metrics;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.SelfLog;
using OpenTelemetry.Metrics;

namespace AutoInstr.Agent.Metrics;

/// <summary>What a view of the configuration file makes of an instrument.</summary>
internal static class ViewStream
{
    /// <summary>Makes it.</summary>
    /// <param name="view">The view.</param>
    /// <param name="instrument">The instrument.</param>
    /// <param name="usual">What it would be without the view.</param>
    public static MetricStreamConfiguration Create(ViewSettings view, Instrument instrument, MetricStreamConfiguration usual)
    {
        var stream = Aggregate(view.Aggregation, instrument, usual);
        if (stream == MetricStreamConfiguration.Drop)
            return stream;
        stream.Name = view.StreamName;
        stream.Description = view.Description;
        stream.CardinalityLimit = view.CardinalityLimit ?? usual.CardinalityLimit;
        if (view.IncludedAttributes is { } included)
            stream.TagKeys = [.. included.Except(view.ExcludedAttributes)];
        else if (view.ExcludedAttributes.Count > 0)
            stream.ExcludedTagKeys = [.. view.ExcludedAttributes];
        return stream;
    }

    private static MetricStreamConfiguration Aggregate(
        AggregationSettings settings, Instrument instrument, MetricStreamConfiguration usual)
    {
        var type = InstrumentSelector.TypeOf(instrument);
        switch (settings.Kind)
        {
            case "drop":
                return MetricStreamConfiguration.Drop;
            case "explicit_bucket_histogram" when type == "histogram":
                return new ExplicitBucketHistogramConfiguration { Boundaries = settings.Boundaries, RecordMinMax = settings.RecordMinMax };
            case "base2_exponential_bucket_histogram" when type == "histogram":
                return new Base2ExponentialBucketHistogramConfiguration
                {
                    MaxScale = settings.MaxScale,
                    MaxSize = settings.MaxSize,
                    RecordMinMax = settings.RecordMinMax,
                };
            case "sum" when type.EndsWith("counter", StringComparison.Ordinal):
            case "last_value" when type.EndsWith("gauge", StringComparison.Ordinal):
            case "default":
                return usual;
            default:
                Log.Once(
                    LogLevel.Warn, $"aggregation {settings.Kind} {instrument.Meter.Name} {instrument.Name}",
                    $"{instrument.Name} of {instrument.Meter.Name} is a {type}, of which a view cannot make a {settings.Kind}; " +
                    "its usual aggregation is used");
                return usual;
        }
    }
}
