using System.Buffers;
using System.Text.Encodings.Web;
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
    private readonly Utf8JsonWriter _writer = new(
        Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <inheritdoc/>
    public override ExportResult Export(in Batch<Metric> batch)
    {
        var resource = ParentProvider.GetResource();
        foreach (var metric in batch)
        {
            var line = new ArrayBufferWriter<byte>();
            _writer.Reset(line);
            Write(metric, resource);
            _writer.Flush();
            line.Write("\n"u8);
            // A whole line at a time, so that no line of the application ends up inside.
            output.Write(line.WrittenSpan);
        }
        output.Flush();
        return ExportResult.Success;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _writer.Dispose();
            output.Dispose();
        }
        base.Dispose(disposing);
    }

    private void Write(Metric metric, Resource resource)
    {
        _writer.WriteStartObject();
        _writer.WriteString("name", metric.Name);
        if (metric.Description.Length > 0)
            _writer.WriteString("description", metric.Description);
        if (metric.Unit.Length > 0)
            _writer.WriteString("unit", metric.Unit);
        _writer.WriteString("type", TypeName(metric.MetricType));
        if (metric.MetricType is not (MetricType.LongGauge or MetricType.DoubleGauge))
            _writer.WriteString("temporality", metric.Temporality == AggregationTemporality.Delta ? "delta" : "cumulative");
        _writer.WriteStartArray("points");
        foreach (ref readonly var point in metric.GetMetricPoints())
            Write(metric, in point);
        _writer.WriteEndArray();
        _writer.WriteStartObject("scope");
        _writer.WriteString("name", metric.MeterName);
        if (!string.IsNullOrEmpty(metric.MeterVersion))
            _writer.WriteString("version", metric.MeterVersion);
        _writer.WriteEndObject();
        _writer.WriteStartObject("resource");
        Write(resource.Attributes);
        _writer.WriteEndObject();
        _writer.WriteEndObject();
    }

    private void Write(Metric metric, in MetricPoint point)
    {
        _writer.WriteStartObject();
        _writer.WriteStartObject("attributes");
        foreach (var (key, value) in point.Tags)
            Write(key, value);
        _writer.WriteEndObject();
        if (metric.MetricType is not (MetricType.LongGauge or MetricType.DoubleGauge))
            _writer.WriteString("start_time", point.StartTime.UtcDateTime);
        _writer.WriteString("time", point.EndTime.UtcDateTime);
        switch (metric.MetricType)
        {
            case MetricType.LongSum or MetricType.LongSumNonMonotonic:
                _writer.WriteNumber("value", point.GetSumLong());
                break;
            case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic:
                Write("value", point.GetSumDouble());
                break;
            case MetricType.LongGauge:
                _writer.WriteNumber("value", point.GetGaugeLastValueLong());
                break;
            case MetricType.DoubleGauge:
                Write("value", point.GetGaugeLastValueDouble());
                break;
            default:
                WriteHistogram(metric, in point);
                break;
        }
        WriteExemplars(metric, in point);
        _writer.WriteEndObject();
    }

    private void WriteHistogram(Metric metric, in MetricPoint point)
    {
        _writer.WriteNumber("count", point.GetHistogramCount());
        Write("sum", point.GetHistogramSum());
        if (point.TryGetHistogramMinMaxValues(out var min, out var max))
        {
            Write("min", min);
            Write("max", max);
        }
        if (metric.MetricType == MetricType.ExponentialHistogram)
        {
            var data = point.GetExponentialHistogramData();
            _writer.WriteNumber("scale", data.Scale);
            _writer.WriteNumber("zero_count", data.ZeroCount);
            _writer.WriteNumber("offset", data.PositiveBuckets.Offset);
            _writer.WriteStartArray("bucket_counts");
            foreach (var count in data.PositiveBuckets)
                _writer.WriteNumberValue(count);
            _writer.WriteEndArray();
            return;
        }
        _writer.WriteStartArray("buckets");
        foreach (var bucket in point.GetHistogramBuckets())
        {
            _writer.WriteStartObject();
            if (double.IsFinite(bucket.ExplicitBound))
                _writer.WriteNumber("le", bucket.ExplicitBound);
            _writer.WriteNumber("count", bucket.BucketCount);
            _writer.WriteEndObject();
        }
        _writer.WriteEndArray();
    }

    private void WriteExemplars(Metric metric, in MetricPoint point)
    {
        if (!point.TryGetExemplars(out var exemplars))
            return;
        var isFirst = true;
        foreach (ref readonly var exemplar in exemplars)
        {
            if (isFirst)
                _writer.WriteStartArray("exemplars");
            isFirst = false;
            _writer.WriteStartObject();
            if (metric.MetricType.IsLong() && !metric.MetricType.IsHistogram())
                _writer.WriteNumber("value", exemplar.LongValue);
            else
                Write("value", exemplar.DoubleValue);
            _writer.WriteString("time", exemplar.Timestamp.UtcDateTime);
            if (exemplar.TraceId != default)
            {
                _writer.WriteString("trace_id", exemplar.TraceId.ToHexString());
                _writer.WriteString("span_id", exemplar.SpanId.ToHexString());
            }
            _writer.WriteEndObject();
        }
        if (!isFirst)
            _writer.WriteEndArray();
    }

    private void Write(IEnumerable<KeyValuePair<string, object>> attributes)
    {
        foreach (var (key, value) in attributes)
            Write(key, value);
    }

    private void Write(string key, object? value)
    {
        _writer.WritePropertyName(key);
        AttributeJson.WriteValue(_writer, value, null);
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
