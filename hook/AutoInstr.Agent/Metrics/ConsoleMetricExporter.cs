using System.Text.Json;
using AutoInstr.Agent.Exporters;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace AutoInstr.Agent.Metrics;

/// <summary>Writes metrics to standard output as JSON, each on a line of its own.</summary>
/// <remarks>It writes to the file descriptor and not to <see cref="Console.Out"/>, which the application may have replaced.</remarks>
/// <param name="output">Where to.</param>
internal sealed class ConsoleMetricExporter(Stream output) : BaseExporter<Metric>
{
    private readonly JsonLine _line = new();

    private Utf8JsonWriter Writer => _line.Writer;

    /// <inheritdoc/>
    public override ExportResult Export(in Batch<Metric> batch)
    {
        var resource = ParentProvider.GetResource();
        foreach (var metric in batch)
        {
            _line.Begin();
            Write(metric, resource);
            // A whole line at a time, so that no line of the application ends up inside.
            output.Write(_line.End());
        }
        output.Flush();
        return ExportResult.Success;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _line.Dispose();
            output.Dispose();
        }
        base.Dispose(disposing);
    }

    private void Write(Metric metric, Resource resource)
    {
        Writer.WriteStartObject();
        Writer.WriteString("name", metric.Name);
        if (metric.Description.Length > 0)
            Writer.WriteString("description", metric.Description);
        if (metric.Unit.Length > 0)
            Writer.WriteString("unit", metric.Unit);
        Writer.WriteString("type", TypeName(metric.MetricType));
        if (metric.MetricType is not (MetricType.LongGauge or MetricType.DoubleGauge))
            Writer.WriteString("temporality", metric.Temporality == AggregationTemporality.Delta ? "delta" : "cumulative");
        Writer.WriteStartArray("points");
        foreach (ref readonly var point in metric.GetMetricPoints())
            Write(metric, in point);
        Writer.WriteEndArray();
        Writer.WriteStartObject("scope");
        Writer.WriteString("name", metric.MeterName);
        if (!string.IsNullOrEmpty(metric.MeterVersion))
            Writer.WriteString("version", metric.MeterVersion);
        Writer.WriteEndObject();
        Writer.WriteStartObject("resource");
        Write(resource.Attributes);
        Writer.WriteEndObject();
        Writer.WriteEndObject();
    }

    private void Write(Metric metric, in MetricPoint point)
    {
        Writer.WriteStartObject();
        Writer.WriteStartObject("attributes");
        foreach (var (key, value) in point.Tags)
            Write(key, value);
        Writer.WriteEndObject();
        if (metric.MetricType is not (MetricType.LongGauge or MetricType.DoubleGauge))
            Writer.WriteString("start_time", point.StartTime.UtcDateTime);
        Writer.WriteString("time", point.EndTime.UtcDateTime);
        switch (metric.MetricType)
        {
            case MetricType.LongSum or MetricType.LongSumNonMonotonic:
                Writer.WriteNumber("value", point.GetSumLong());
                break;
            case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic:
                Write("value", point.GetSumDouble());
                break;
            case MetricType.LongGauge:
                Writer.WriteNumber("value", point.GetGaugeLastValueLong());
                break;
            case MetricType.DoubleGauge:
                Write("value", point.GetGaugeLastValueDouble());
                break;
            default:
                WriteHistogram(metric, in point);
                break;
        }
        WriteExemplars(metric, in point);
        Writer.WriteEndObject();
    }

    private void WriteHistogram(Metric metric, in MetricPoint point)
    {
        Writer.WriteNumber("count", point.GetHistogramCount());
        Write("sum", point.GetHistogramSum());
        if (point.TryGetHistogramMinMaxValues(out var min, out var max))
        {
            Write("min", min);
            Write("max", max);
        }
        if (metric.MetricType == MetricType.ExponentialHistogram)
        {
            var data = point.GetExponentialHistogramData();
            Writer.WriteNumber("scale", data.Scale);
            Writer.WriteNumber("zero_count", data.ZeroCount);
            Writer.WriteNumber("offset", data.PositiveBuckets.Offset);
            Writer.WriteStartArray("bucket_counts");
            foreach (var count in data.PositiveBuckets)
                Writer.WriteNumberValue(count);
            Writer.WriteEndArray();
            return;
        }
        Writer.WriteStartArray("buckets");
        foreach (var bucket in point.GetHistogramBuckets())
        {
            Writer.WriteStartObject();
            if (double.IsFinite(bucket.ExplicitBound))
                Writer.WriteNumber("le", bucket.ExplicitBound);
            Writer.WriteNumber("count", bucket.BucketCount);
            Writer.WriteEndObject();
        }
        Writer.WriteEndArray();
    }

    private void WriteExemplars(Metric metric, in MetricPoint point)
    {
        if (!point.TryGetExemplars(out var exemplars))
            return;
        var isFirst = true;
        foreach (ref readonly var exemplar in exemplars)
        {
            if (isFirst)
                Writer.WriteStartArray("exemplars");
            isFirst = false;
            Writer.WriteStartObject();
            if (metric.MetricType.IsLong() && !metric.MetricType.IsHistogram())
                Writer.WriteNumber("value", exemplar.LongValue);
            else
                Write("value", exemplar.DoubleValue);
            Writer.WriteString("time", exemplar.Timestamp.UtcDateTime);
            if (exemplar.TraceId != default)
            {
                Writer.WriteString("trace_id", exemplar.TraceId.ToHexString());
                Writer.WriteString("span_id", exemplar.SpanId.ToHexString());
            }
            Writer.WriteEndObject();
        }
        if (!isFirst)
            Writer.WriteEndArray();
    }

    private void Write(IEnumerable<KeyValuePair<string, object>> attributes)
    {
        foreach (var (key, value) in attributes)
            Write(key, value);
    }

    private void Write(string key, object? value)
    {
        Writer.WritePropertyName(key);
        AttributeJson.WriteValue(Writer, value, null);
    }

    private static string TypeName(MetricType type) => type switch
    {
        MetricType.LongSum or MetricType.DoubleSum => "counter",
        MetricType.LongSumNonMonotonic or MetricType.DoubleSumNonMonotonic => "up_down_counter",
        MetricType.LongGauge or MetricType.DoubleGauge => "gauge",
        MetricType.ExponentialHistogram => "exponential_histogram",
        _ => "histogram",
    };
}
