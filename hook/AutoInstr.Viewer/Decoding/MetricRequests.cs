using AutoInstr.Viewer.Model;
using static AutoInstr.Viewer.Decoding.AttributeEncoder;

namespace AutoInstr.Viewer.Decoding;

/// <summary>Makes a request of series of the model: the way back of <see cref="MetricDecoder"/>.</summary>
internal static class MetricRequests
{
    /// <summary>Encodes series, grouped by resource and scope.</summary>
    public static Otlp.ExportMetricsServiceRequest Of(IEnumerable<MetricSeries> series)
    {
        var request = new Otlp.ExportMetricsServiceRequest();
        IEqualityComparer<AttributeMap> byReference = ReferenceEqualityComparer.Instance;
        foreach (var resource in series.GroupBy(static one => one.Resource, byReference))
        {
            var resourceMetrics = new Otlp.ResourceMetrics { Resource = Resource(resource.Key) };
            foreach (var scope in resource.GroupBy(static one => (one.Instrument.ScopeName, one.Instrument.ScopeVersion)))
            {
                var scopeMetrics = new Otlp.ScopeMetrics
                {
                    Scope = new Otlp.InstrumentationScope { Name = scope.Key.ScopeName, Version = scope.Key.ScopeVersion },
                };
                foreach (var instrument in scope.GroupBy(static one => one.Instrument))
                    scopeMetrics.Metrics.Add(Encode(instrument.Key, instrument.SelectMany(static one => one.Points)));
                resourceMetrics.ScopeMetrics.Add(scopeMetrics);
            }
            request.ResourceMetrics.Add(resourceMetrics);
        }
        return request;
    }

    private static Otlp.Metric Encode(MetricInstrument instrument, IEnumerable<object> points)
    {
        var metric = new Otlp.Metric { Name = instrument.Name, Description = instrument.Description, Unit = instrument.Unit };
        var temporality = (Otlp.AggregationTemporality)instrument.Temporality;
        switch (instrument.Kind)
        {
            case MetricKind.Gauge:
                metric.Gauge = new Otlp.Gauge { DataPoints = { points.Cast<Otlp.NumberDataPoint>() } };
                break;
            case MetricKind.Sum:
                metric.Sum = new Otlp.Sum
                {
                    DataPoints = { points.Cast<Otlp.NumberDataPoint>() },
                    AggregationTemporality = temporality,
                    IsMonotonic = instrument.IsMonotonic,
                };
                break;
            case MetricKind.Histogram:
                metric.Histogram = new Otlp.Histogram
                {
                    DataPoints = { points.Cast<Otlp.HistogramDataPoint>() },
                    AggregationTemporality = temporality,
                };
                break;
            case MetricKind.ExponentialHistogram:
                metric.ExponentialHistogram = new Otlp.ExponentialHistogram
                {
                    DataPoints = { points.Cast<Otlp.ExponentialHistogramDataPoint>() },
                    AggregationTemporality = temporality,
                };
                break;
            default:
                metric.Summary = new Otlp.Summary { DataPoints = { points.Cast<Otlp.SummaryDataPoint>() } };
                break;
        }
        return metric;
    }
}
