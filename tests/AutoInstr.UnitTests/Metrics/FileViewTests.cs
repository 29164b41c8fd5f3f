using System.Diagnostics.Metrics;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Metrics;
using AutoInstr.Agent.Plugins;
using OpenTelemetry.Metrics;
using Xunit;

namespace AutoInstr.UnitTests.Metrics;

/// <summary>The views of a configuration file.</summary>
public sealed class FileViewTests : IDisposable
{
    private readonly Meter _meter = new(new MeterOptions("Shop.Orders") { Version = "1.2", TelemetrySchemaUrl = "https://schema" });

    public void Dispose() => _meter.Dispose();

    [Fact]
    public void Everything_that_is_set_must_hold()
    {
        var counter = _meter.CreateCounter<long>("orders.placed", "{order}");
        Assert.True(InstrumentSelector.Selects(new ViewSettings(), counter));
        Assert.True(InstrumentSelector.Selects(
            new ViewSettings
            {
                InstrumentName = "ORDERS.*",
                InstrumentType = "counter",
                Unit = "{order}",
                MeterName = "Shop.*",
                MeterVersion = "1.2",
                MeterSchemaUrl = "https://schema",
            },
            counter));
        ViewSettings[] others =
        [
            new() { InstrumentName = "orders.?" }, new() { InstrumentType = "up_down_counter" }, new() { Unit = "s" },
            new() { MeterName = "Shop" }, new() { MeterVersion = "1" }, new() { MeterSchemaUrl = "x" },
        ];
        Assert.All(others, view => Assert.False(InstrumentSelector.Selects(view, counter)));
    }

    [Fact]
    public void Types_of_instruments() => Assert.Equal(
        ["counter", "up_down_counter", "histogram", "gauge", "observable_counter", "observable_up_down_counter", "observable_gauge"],
        new Instrument[]
        {
            _meter.CreateCounter<int>("a"), _meter.CreateUpDownCounter<long>("b"), _meter.CreateHistogram<double>("c"),
            _meter.CreateGauge<long>("d"), _meter.CreateObservableCounter("e", static () => 1L),
            _meter.CreateObservableUpDownCounter("f", static () => 1L), _meter.CreateObservableGauge("g", static () => 1.0),
        }.Select(InstrumentSelector.TypeOf));

    [Fact]
    public void What_views_make_of_measurements()
    {
        var metrics = Measure(
        [
            new ViewSettings { InstrumentName = "orders.placed", StreamName = "placed", Description = "said", IncludedAttributes = ["a"] },
            new ViewSettings { InstrumentName = "orders.placed", StreamName = "placed.without", ExcludedAttributes = ["a"] },
            new ViewSettings { InstrumentName = "orders.secret", Aggregation = new AggregationSettings("drop") },
            new ViewSettings
            {
                InstrumentName = "orders.time",
                Aggregation = new AggregationSettings("explicit_bucket_histogram") { Boundaries = [1, 2], RecordMinMax = false },
            },
            new ViewSettings
            {
                InstrumentName = "orders.size",
                Aggregation = new AggregationSettings("base2_exponential_bucket_histogram") { MaxSize = 20, MaxScale = 3 },
            },
        ]);
        Assert.Equal(
            ["orders.other", "orders.size", "orders.time", "placed", "placed.without"], metrics.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("said", "a=1"), (metrics["placed"].Description, Tags(metrics["placed"])));
        Assert.Equal("b=2", Tags(metrics["placed.without"]));
        Assert.Equal(MetricType.ExponentialHistogram, metrics["orders.size"].MetricType);
        Assert.Equal([1, 2, double.PositiveInfinity], Bounds(metrics["orders.time"]));
        Assert.Equal("a=1,b=2", Tags(metrics["orders.other"]));
    }

    private Dictionary<string, Metric> Measure(IReadOnlyList<ViewSettings> settings)
    {
        var exported = new List<Metric>();
        var views = new MetricViews(new MetricsSettings { Views = settings }, [], PluginSet.Empty);
        var builder = OpenTelemetry.Sdk.CreateMeterProviderBuilder().AddMeter(_meter.Name).AddView(views.Of);
        foreach (var view in views.OfFile)
            builder.AddView(view);
        using var reader = new BaseExportingMetricReader(new ListExporter(exported));
        using var provider = builder.AddReader(reader).Build();
        KeyValuePair<string, object?>[] tags = [new("a", 1), new("b", 2)];
        _meter.CreateCounter<long>("orders.placed").Add(1, tags);
        _meter.CreateCounter<long>("orders.other").Add(1, tags);
        _meter.CreateCounter<long>("orders.secret").Add(1, tags);
        _meter.CreateHistogram<double>("orders.time", "s").Record(1.5, tags);
        _meter.CreateHistogram<double>("orders.size").Record(1.5, tags);
        provider.ForceFlush();
        return exported.ToDictionary(static metric => metric.Name);
    }

    private static string Tags(Metric metric)
    {
        var tags = new List<string>();
        foreach (ref readonly var point in metric.GetMetricPoints())
            foreach (var tag in point.Tags)
                tags.Add($"{tag.Key}={tag.Value}");
        return string.Join(',', tags);
    }

    private static List<double> Bounds(Metric metric)
    {
        var bounds = new List<double>();
        foreach (ref readonly var point in metric.GetMetricPoints())
            foreach (var bucket in point.GetHistogramBuckets())
                bounds.Add(bucket.ExplicitBound);
        return bounds;
    }

    private sealed class ListExporter(List<Metric> exported) : OpenTelemetry.BaseExporter<Metric>
    {
        public override OpenTelemetry.ExportResult Export(in OpenTelemetry.Batch<Metric> batch)
        {
            foreach (var metric in batch)
                exported.Add(metric);
            return OpenTelemetry.ExportResult.Success;
        }
    }
}
