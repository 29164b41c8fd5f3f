using System.Diagnostics;
using AutoInstr.IntegrationTests.Harness;
using AutoInstr.Viewer;
using AutoInstr.Viewer.Otlp;

namespace AutoInstr.IntegrationTests.Metrics;

/// <summary>The metrics that a receiver got.</summary>
internal sealed class ReceivedMetrics
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ReceivedRequests<ExportMetricsServiceRequest> _requests;

    /// <summary>Begins to keep them.</summary>
    public ReceivedMetrics(OtlpReceiver receiver) => _requests = new(receiver);

    /// <summary>The variables with which an application under test sends metrics; they come often, as do spans there.</summary>
    public static Dictionary<string, string?> Settings(params (string Name, string? Value)[] more)
    {
        var env = new Dictionary<string, string?> { ["OTEL_METRICS_EXPORTER"] = "otlp", ["OTEL_METRIC_EXPORT_INTERVAL"] = "300" };
        foreach (var (name, value) in more)
            env[name] = value;
        return env;
    }

    /// <summary>Every request, in the order received.</summary>
    public IReadOnlyList<ExportMetricsServiceRequest> Requests => _requests.All;

    /// <summary>Every metric with its scope, in the order received.</summary>
    public IReadOnlyList<(InstrumentationScope Scope, Metric Metric)> All =>
    [
        .. from request in Requests
           from resource in request.ResourceMetrics
           from scope in resource.ScopeMetrics
           from metric in scope.Metrics
           select (scope.Scope, metric),
    ];

    /// <summary>The names of the meters, each once.</summary>
    public IReadOnlyList<string> Meters => [.. All.Select(received => received.Scope.Name).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The last one of a name.</summary>
    public Metric Last(string name) => All.LastOrDefault(received => received.Metric.Name == name).Metric
        ?? throw new InvalidOperationException($"no {name}, but {string.Join(", ", Names)}");

    /// <summary>The names of all, each once.</summary>
    public IEnumerable<string> Names => All.Select(received => received.Metric.Name).Distinct();

    /// <summary>Whether there is one of a name.</summary>
    public bool Has(string name) => All.Any(received => received.Metric.Name == name);

    /// <summary>The meter of the last one of a name.</summary>
    public InstrumentationScope ScopeOf(string name) => All.Last(received => received.Metric.Name == name).Scope;

    /// <summary>Waits until one of a name is as it should be.</summary>
    public async Task<Metric> WaitAsync(string name, Func<Metric, bool>? condition = null)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience; await Task.Delay(50))
        {
            var found = All.LastOrDefault(received => received.Metric.Name == name && condition?.Invoke(received.Metric) != false);
            if (found.Metric is { } metric)
                return metric;
        }
        throw new TimeoutException($"no {name} as it should be; the last is {(Has(name) ? Last(name) : "not there")}");
    }

    /// <summary>Attributes as <c>key=value</c>.</summary>
    public static string Text(IEnumerable<KeyValue> attributes) => string.Join(
        ' ', attributes.Select(attribute => $"{attribute.Key}={ValueText(attribute.Value)}").Order(StringComparer.Ordinal));

    /// <summary>The values of a sum's or a gauge's points: <c>key=value: number</c>.</summary>
    public static IEnumerable<string> Values(Metric metric) => (metric.Sum?.DataPoints ?? metric.Gauge.DataPoints)
        .Select(point => $"{Text(point.Attributes)}: {Number(point)}").Order(StringComparer.Ordinal);

    /// <summary>The sum of all points of a sum.</summary>
    public static double Total(Metric metric) => metric.Sum.DataPoints.Sum(Number);

    private static double Number(NumberDataPoint point) =>
        point.ValueCase == NumberDataPoint.ValueOneofCase.AsInt ? point.AsInt : point.AsDouble;

    private static string ValueText(AnyValue value) => value.ValueCase switch
    {
        AnyValue.ValueOneofCase.StringValue => value.StringValue,
        AnyValue.ValueOneofCase.IntValue => $"{value.IntValue}",
        AnyValue.ValueOneofCase.BoolValue => value.BoolValue ? "true" : "false",
        _ => value.ToString(),
    };
}
