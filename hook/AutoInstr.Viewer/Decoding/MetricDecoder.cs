using AutoInstr.Viewer.Model;
using Google.Protobuf;
using static AutoInstr.Viewer.Decoding.AttributeDecoder;

namespace AutoInstr.Viewer.Decoding;

/// <summary>Makes the model's data points of those of a request.</summary>
internal static class MetricDecoder
{
    /// <summary>Decodes the data points of one request, in their order. A metric of a kind that is not known has none.</summary>
    public static List<MetricPoint> Decode(Otlp.ExportMetricsServiceRequest request)
    {
        var points = new List<MetricPoint>();
        foreach (var resourceMetrics in request.ResourceMetrics)
        {
            var resource = Attributes(resourceMetrics.Resource?.Attributes);
            var service = resource["service.name"] as string ?? "";
            foreach (var scopeMetrics in resourceMetrics.ScopeMetrics)
            {
                var (scope, version) = (scopeMetrics.Scope?.Name ?? "", scopeMetrics.Scope?.Version ?? "");
                foreach (var metric in scopeMetrics.Metrics)
                {
                    var (kind, temporality, isMonotonic) = SortOf(metric);
                    var instrument = new MetricInstrument(
                        service, scope, version, metric.Name, metric.Description, metric.Unit, kind, temporality, isMonotonic);
                    foreach (var data in DataOf(metric))
                        points.Add(new MetricPoint(instrument, resource, AttributesOf(data), data, data.CalculateSize()));
                }
            }
        }
        return points;
    }

    private static (MetricKind Kind, Temporality Temporality, bool IsMonotonic) SortOf(Otlp.Metric metric) => metric.DataCase switch
    {
        Otlp.Metric.DataOneofCase.Sum => (MetricKind.Sum, Of(metric.Sum.AggregationTemporality), metric.Sum.IsMonotonic),
        Otlp.Metric.DataOneofCase.Histogram => (MetricKind.Histogram, Of(metric.Histogram.AggregationTemporality), false),
        Otlp.Metric.DataOneofCase.ExponentialHistogram =>
            (MetricKind.ExponentialHistogram, Of(metric.ExponentialHistogram.AggregationTemporality), false),
        Otlp.Metric.DataOneofCase.Summary => (MetricKind.Summary, Temporality.Unspecified, false),
        _ => (MetricKind.Gauge, Temporality.Unspecified, false),
    };

    private static IEnumerable<IMessage> DataOf(Otlp.Metric metric) => metric.DataCase switch
    {
        Otlp.Metric.DataOneofCase.Gauge => metric.Gauge.DataPoints,
        Otlp.Metric.DataOneofCase.Sum => metric.Sum.DataPoints,
        Otlp.Metric.DataOneofCase.Histogram => metric.Histogram.DataPoints,
        Otlp.Metric.DataOneofCase.ExponentialHistogram => metric.ExponentialHistogram.DataPoints,
        Otlp.Metric.DataOneofCase.Summary => metric.Summary.DataPoints,
        _ => [],
    };

    private static AttributeMap AttributesOf(IMessage data) => Attributes(data switch
    {
        Otlp.NumberDataPoint point => point.Attributes,
        Otlp.HistogramDataPoint point => point.Attributes,
        Otlp.ExponentialHistogramDataPoint point => point.Attributes,
        Otlp.SummaryDataPoint point => point.Attributes,
        _ => null,
    });

    private static Temporality Of(Otlp.AggregationTemporality temporality) =>
        Enum.IsDefined((Temporality)temporality) ? (Temporality)temporality : Temporality.Unspecified;
}
