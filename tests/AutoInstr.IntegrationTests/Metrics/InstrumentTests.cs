using AutoInstr.IntegrationTests.Harness;
using AutoInstr.Viewer.Otlp;
using Xunit;

namespace AutoInstr.IntegrationTests.Metrics;

/// <summary>What an application measures by itself, with meters that were named to the agent.</summary>
public sealed class InstrumentTests
{
    private static readonly (string, string?) Shop = ("OTEL_DOTNET_AUTO_METRICS_ADDITIONAL_SOURCES", "Shop.*");
    private static readonly (string, string?) Once = ("OTEL_METRIC_EXPORT_INTERVAL", null);
    private static readonly (string, string?) Often = ("OTEL_METRIC_EXPORT_INTERVAL", "300");

    [Theory]
    [InlineData("8.0", "at once")]
    [InlineData("10.0", "at once")]
    [InlineData("8.0", "collected")]
    [InlineData("10.0", "collected")]
    public async Task Every_kind_of_instrument_arrives(string runtime, string when)
    {
        var (metrics, run) = await RunAsync(
            ["every-instrument", when], runtime, Shop, Often, ("OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES", "Shop.Orders"));

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(["kind=book: 2", "kind=pen: 1"], ReceivedMetrics.Values(metrics.Last("shop.orders")));
        Assert.Equal([": 3"], ReceivedMetrics.Values(metrics.Last("shop.orders.open")));
        Assert.Equal([": 9.99"], ReceivedMetrics.Values(metrics.Last("shop.price")));
        Assert.Equal([": 7"], ReceivedMetrics.Values(metrics.Last("shop.ticks")));
        Assert.Equal(["room=cellar: 21.5"], ReceivedMetrics.Values(metrics.Last("shop.temperature")));
        Assert.Equal([": 3"], ReceivedMetrics.Values(metrics.Last("shop.staff")));

        var orders = metrics.Last("shop.orders");
        Assert.Equal(("{order}", "Orders taken."), (orders.Unit, orders.Description));
        Assert.Equal((true, AggregationTemporality.Cumulative), (orders.Sum.IsMonotonic, orders.Sum.AggregationTemporality));
        Assert.False(metrics.Last("shop.orders.open").Sum.IsMonotonic);
        Assert.Equal(("Shop.Orders", "1.2"), (metrics.ScopeOf("shop.orders").Name, metrics.ScopeOf("shop.orders").Version));
        // An instrument that throws is left out and takes nothing with it.
        Assert.False(metrics.Has("shop.stock"));
    }

    [Fact]
    public async Task Histograms_have_buckets_that_fit_their_unit()
    {
        var (metrics, _) = await RunAsync(["every-instrument"], "10.0", Shop);

        var seconds = Assert.Single(metrics.Last("shop.order.duration").Histogram.DataPoints);
        Assert.Equal([0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10], seconds.ExplicitBounds);
        Assert.Equal((2UL, 0.33, 0.03, 0.3), (seconds.Count, Math.Round(seconds.Sum, 6), seconds.Min, seconds.Max));
        Assert.Equal([3, 7], seconds.BucketCounts.Index().Where(bucket => bucket.Item == 1).Select(bucket => bucket.Index));
        var bytes = Assert.Single(metrics.Last("shop.order.size").Histogram.DataPoints);
        Assert.Equal([0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000], bytes.ExplicitBounds);
    }

    [Fact]
    public async Task A_measurement_within_a_span_is_kept_with_it()
    {
        var (metrics, run) = await RunAsync(
            ["every-instrument", "collected"], "10.0", Shop, Often, ("OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES", "Shop.Orders"));

        var exemplar = Assert.Single(Assert.Single(metrics.Last("shop.order.duration").Histogram.DataPoints).Exemplars);
        Assert.Equal((run.Output.Trim(), 0.03), (Convert.ToHexStringLower(exemplar.TraceId.Span), exemplar.AsDouble));
    }

    [Theory]
    [InlineData("always_off", 0)]
    [InlineData("always_on", 2)]
    public async Task Which_measurements_are_kept_can_be_set(string filter, int exemplars)
    {
        var (metrics, _) = await RunAsync(
            ["every-instrument", "collected"], "10.0", Shop, Often, ("OTEL_METRICS_EXEMPLAR_FILTER", filter));

        Assert.Equal(exemplars, Assert.Single(metrics.Last("shop.order.duration").Histogram.DataPoints).Exemplars.Count);
    }

    [Fact]
    public async Task Histograms_are_exponential_on_demand()
    {
        var (metrics, _) = await RunAsync(
            ["every-instrument"], "10.0", Shop,
            ("OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION", "base2_exponential_bucket_histogram"));

        Assert.Equal(2UL, Assert.Single(metrics.Last("shop.order.duration").ExponentialHistogram.DataPoints).Count);
        Assert.Equal(1UL, Assert.Single(metrics.Last("shop.order.size").ExponentialHistogram.DataPoints).Count);
    }

    [Theory]
    [InlineData("cumulative", "Cumulative", "Cumulative", "Cumulative")]
    [InlineData("delta", "Delta", "Delta", "Cumulative")]
    [InlineData("lowmemory", "Delta", "Cumulative", "Cumulative")]
    public async Task Values_count_from_what_is_asked_for(string preference, string counter, string observed, string upDown)
    {
        var (metrics, _) = await RunAsync(
            ["every-instrument"], "10.0", Shop, ("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", preference));

        Assert.Equal(counter, metrics.Last("shop.orders").Sum.AggregationTemporality.ToString());
        Assert.Equal(counter, metrics.Last("shop.order.duration").Histogram.AggregationTemporality.ToString());
        Assert.Equal(observed, metrics.Last("shop.ticks").Sum.AggregationTemporality.ToString());
        Assert.Equal(upDown, metrics.Last("shop.orders.open").Sum.AggregationTemporality.ToString());
    }

    [Fact]
    public async Task Meters_that_nobody_named_are_not_measured()
    {
        var (metrics, _) = await RunAsync(["every-instrument"], "10.0");

        Assert.DoesNotContain("Shop.Orders", metrics.Meters);
        Assert.Contains("System.Runtime", metrics.Meters);
    }

    [Theory]
    [InlineData("100", 100)]
    [InlineData(null, 2000)]
    public async Task Series_are_bounded_and_what_is_beyond_is_said_once(string? setting, int limit)
    {
        var (metrics, run) = await RunAsync(["many", "5000"], "10.0", Shop, ("AUTOINSTR_METRICS_CARDINALITY_LIMIT", setting));

        var points = metrics.Last("shop.orders").Sum.DataPoints;
        Assert.Equal(limit + 1, points.Count);
        var rest = Assert.Single(points, point => ReceivedMetrics.Text(point.Attributes) == "otel.metric.overflow=true");
        Assert.Equal(5000 - limit, rest.AsInt);
        Assert.Equal(
            [$"autoinstr: shop.orders of Shop.Orders has more series than AUTOINSTR_METRICS_CARDINALITY_LIMIT lets it; " +
                "what is beyond is put together in one, with otel.metric.overflow"],
            run.Said);
    }

    [Fact]
    public async Task Meters_that_come_and_go_use_up_nothing()
    {
        var (metrics, run) = await RunAsync(["meters-come-and-go"], "10.0", Shop);

        Assert.Empty(run.Errors);
        Assert.Equal(50, metrics.All.Where(received => received.Metric.Name == "shop.passing").Sum(received => ReceivedMetrics.Total(
            received.Metric)));
    }

    private static async Task<(ReceivedMetrics Metrics, AppRun Run)> RunAsync(
        string[] args, string runtime, params (string, string?)[] settings)
    {
        await using var receiver = await Spans.ReceiveAsync();
        var metrics = new ReceivedMetrics(receiver);
        var app = new TestApp("MetricsApp", runtime, runtime == "10.0" ? "net10.0" : "net8.0");
        return (metrics, await app.RunHookedAsync(receiver, args, ReceivedMetrics.Settings([Once, .. settings])));
    }
}
