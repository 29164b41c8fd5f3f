using AutoInstr.Agent.ExistingSdk;
using AutoInstr.Agent.SelfLog;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace AutoInstr.Agent.Metrics;

/// <summary>What of a collection is exported: not what the application's own SDK exports. Counts it, and says where series ran
/// out.</summary>
/// <param name="instruments">The instruments that there are.</param>
/// <param name="application">Which of them are the application's own business.</param>
/// <param name="setting">What says how many series an instrument may have, for the message.</param>
internal sealed class MetricSelection(InstrumentListener instruments, ApplicationSdk application, string setting)
{
    /// <summary>The attribute of the series that takes what is beyond the limit:
    /// https://opentelemetry.io/docs/specs/otel/metrics/sdk/#overflow-attribute.</summary>
    private const string Overflow = "otel.metric.overflow";

    private readonly HashSet<(string Meter, string Name)> _left = [];
    private Metric[] _kept = [];

    /// <summary>Selects. What is given back is there until the next call.</summary>
    /// <param name="metrics">Everything that was collected.</param>
    /// <param name="points">Data points of what is exported.</param>
    public Batch<Metric> Select(in Batch<Metric> metrics, out long points)
    {
        if (_kept.Length < metrics.Count)
            _kept = new Metric[metrics.Count];
        var count = 0;
        points = 0;
        foreach (var metric in metrics)
        {
            if (!IsApplications(metric))
                _kept[count++] = metric;
        }
        count = application.OwnsAllMetrics() ? 0 : count;
        for (var i = 0; i < count; i++)
            points += Count(_kept[i]);
        return new Batch<Metric>(_kept, count);
    }

    /// <summary>What was the application's stays so when the instrument is gone: there is a last value of it.</summary>
    private bool IsApplications(Metric metric)
    {
        if (!application.IsPresent)
            return false;
        var found = instruments.Find(metric.MeterName, metric.Name);
        if (found.Length == 0)
            return _left.Contains((metric.MeterName, metric.Name));
        var isLeft = Array.Exists(found, application.Owns);
        if (isLeft)
            _left.Add((metric.MeterName, metric.Name));
        return isLeft;
    }

    private int Count(Metric metric)
    {
        var points = 0;
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            points++;
            if (point.Tags.Count != 1)
                continue;
            foreach (var tag in point.Tags)
            {
                if (tag.Key == Overflow)
                    Log.Once(
                        LogLevel.Warn, $"overflow {metric.MeterName} {metric.Name}",
                        $"{metric.Name} of {metric.MeterName} has more series than {setting} lets it; " +
                        $"what is beyond is put together in one, with {Overflow}");
            }
        }
        return points;
    }
}
