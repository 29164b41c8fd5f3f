using System.Text.Json;
using AutoInstr.Viewer.Decoding;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace AutoInstr.Viewer.Web;

/// <summary>Data points as the page is told of them: both kinds of histogram as buckets <c>[from, to, count]</c> of which none is empty,
/// <see langword="null"/> being without end.</summary>
internal static class PointAnswers
{
    private const uint NoRecordedValue = 1;
    private const int MostBuckets = 2000;

    /// <summary>How much a point says: its value, or how many values it counts.</summary>
    public static double SizeOf(IMessage point) => point switch
    {
        Otlp.NumberDataPoint number => Math.Abs(ValueOf(number)) is var size && double.IsNaN(size) ? -1 : size,
        Otlp.HistogramDataPoint histogram => histogram.Count,
        Otlp.ExponentialHistogramDataPoint histogram => histogram.Count,
        Otlp.SummaryDataPoint summary => summary.Count,
        _ => 0,
    };

    /// <summary>Writes a point.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="point">The point as it was received.</param>
    /// <param name="exemplars">How many of its exemplars are told at most.</param>
    public static void Write(Utf8JsonWriter json, IMessage point, int exemplars)
    {
        json.WriteStartObject();
        switch (point)
        {
            case Otlp.NumberDataPoint number:
                WriteHead(json, number.StartTimeUnixNano, number.TimeUnixNano, number.Flags);
                json.WritePropertyName("value");
                MetricAnswers.WriteNumber(json, ValueOf(number));
                Write(json, number.Exemplars, exemplars);
                break;
            case Otlp.HistogramDataPoint histogram:
                WriteHead(json, histogram.StartTimeUnixNano, histogram.TimeUnixNano, histogram.Flags);
                WriteTotals(json, histogram.Count, histogram.HasSum ? histogram.Sum : null, histogram.HasMin ? histogram.Min : null,
                    histogram.HasMax ? histogram.Max : null);
                WriteBuckets(json, Buckets(histogram));
                Write(json, histogram.Exemplars, exemplars);
                break;
            case Otlp.ExponentialHistogramDataPoint histogram:
                WriteHead(json, histogram.StartTimeUnixNano, histogram.TimeUnixNano, histogram.Flags);
                WriteTotals(json, histogram.Count, histogram.HasSum ? histogram.Sum : null, histogram.HasMin ? histogram.Min : null,
                    histogram.HasMax ? histogram.Max : null);
                json.WriteNumber("scale", histogram.Scale);
                WriteBuckets(json, Buckets(histogram));
                Write(json, histogram.Exemplars, exemplars);
                break;
            case Otlp.SummaryDataPoint summary:
                WriteHead(json, summary.StartTimeUnixNano, summary.TimeUnixNano, summary.Flags);
                WriteTotals(json, summary.Count, summary.Sum, null, null);
                json.WriteStartArray("quantiles");
                foreach (var quantile in summary.QuantileValues)
                {
                    json.WriteStartArray();
                    MetricAnswers.WriteNumber(json, quantile.Quantile);
                    MetricAnswers.WriteNumber(json, quantile.Value);
                    json.WriteEndArray();
                }
                json.WriteEndArray();
                break;
        }
        json.WriteEndObject();
    }

    private static double ValueOf(Otlp.NumberDataPoint point) =>
        point.ValueCase == Otlp.NumberDataPoint.ValueOneofCase.AsInt ? point.AsInt
        : point.ValueCase == Otlp.NumberDataPoint.ValueOneofCase.AsDouble ? point.AsDouble
        : double.NaN;

    private static void WriteHead(Utf8JsonWriter json, ulong start, ulong time, uint flags)
    {
        json.WriteNumber("start", start / JsonAnswers.NanosecondsInMillisecond);
        json.WriteNumber("time", time / JsonAnswers.NanosecondsInMillisecond);
        json.WriteBoolean("isEmpty", (flags & NoRecordedValue) != 0);
    }

    private static void WriteTotals(Utf8JsonWriter json, ulong count, double? sum, double? min, double? max)
    {
        json.WriteNumber("count", count);
        foreach (var (name, value) in new[] { ("sum", sum), ("min", min), ("max", max) })
        {
            if (value is null)
                continue;
            json.WritePropertyName(name);
            MetricAnswers.WriteNumber(json, value.Value);
        }
    }

    private static void WriteBuckets(Utf8JsonWriter json, IEnumerable<(double From, double To, ulong Count)> buckets)
    {
        json.WriteStartArray("buckets");
        foreach (var (from, to, count) in buckets.Where(static bucket => bucket.Count > 0).Take(MostBuckets))
        {
            json.WriteStartArray();
            WriteBound(json, from);
            WriteBound(json, to);
            json.WriteNumberValue(count);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    private static void WriteBound(Utf8JsonWriter json, double bound)
    {
        if (double.IsFinite(bound))
            json.WriteNumberValue(bound);
        else
            json.WriteNullValue();
    }

    private static IEnumerable<(double From, double To, ulong Count)> Buckets(Otlp.HistogramDataPoint point)
    {
        var bounds = point.ExplicitBounds;
        for (var i = 0; i < point.BucketCounts.Count && i <= bounds.Count; i++)
        {
            var from = i == 0 ? double.NegativeInfinity : bounds[i - 1];
            yield return (from, i == bounds.Count ? double.PositiveInfinity : bounds[i], point.BucketCounts[i]);
        }
    }

    /// <summary>Bucket i reaches from base^i to base^(i+1), the base being 2^(2^-scale):
    /// https://opentelemetry.io/docs/specs/otel/metrics/data-model/#exponentialhistogram.</summary>
    private static IEnumerable<(double From, double To, ulong Count)> Buckets(Otlp.ExponentialHistogramDataPoint point)
    {
        for (var i = (point.Negative?.BucketCounts.Count ?? 0) - 1; i >= 0; i--)
            yield return (-Bound(point.Negative!.Offset, i + 1), -Bound(point.Negative.Offset, i), point.Negative.BucketCounts[i]);
        yield return (-point.ZeroThreshold, point.ZeroThreshold, point.ZeroCount);
        for (var i = 0; i < (point.Positive?.BucketCounts.Count ?? 0); i++)
            yield return (Bound(point.Positive!.Offset, i), Bound(point.Positive.Offset, i + 1), point.Positive.BucketCounts[i]);

        double Bound(int offset, int i) => Math.Pow(2, ((double)offset + i) * Math.Pow(2, -(double)point.Scale));
    }

    private static void Write(Utf8JsonWriter json, RepeatedField<Otlp.Exemplar> exemplars, int most)
    {
        json.WriteStartArray("exemplars");
        foreach (var exemplar in exemplars.Take(most))
        {
            json.WriteStartObject();
            json.WriteNumber("time", exemplar.TimeUnixNano / JsonAnswers.NanosecondsInMillisecond);
            json.WritePropertyName("value");
            MetricAnswers.WriteNumber(json, exemplar.ValueCase == Otlp.Exemplar.ValueOneofCase.AsInt ? exemplar.AsInt : exemplar.AsDouble);
            json.WriteString("trace", AttributeDecoder.HexOrEmpty(exemplar.TraceId, AttributeDecoder.TraceIdBytes));
            json.WriteString("span", AttributeDecoder.HexOrEmpty(exemplar.SpanId, AttributeDecoder.SpanIdBytes));
            JsonAnswers.Write(json, "attributes", AttributeDecoder.Attributes(exemplar.FilteredAttributes));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
