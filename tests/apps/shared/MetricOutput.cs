using OpenTelemetry;
using OpenTelemetry.Metrics;

/// <summary>The exporter of an application's own SDK: a line for every metric.</summary>
internal sealed class MetricOutput : BaseExporter<Metric>
{
    public override ExportResult Export(in Batch<Metric> batch)
    {
        foreach (var metric in batch)
        {
            foreach (ref readonly var point in metric.GetMetricPoints())
                Console.WriteLine($"app metric {metric.Name} {point.GetSumLong()}");
        }
        return ExportResult.Success;
    }
}
