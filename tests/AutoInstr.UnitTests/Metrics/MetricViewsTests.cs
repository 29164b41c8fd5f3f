using System.Diagnostics.Metrics;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Metrics;
using AutoInstr.Agent.Plugins;
using OpenTelemetry.Metrics;
using Xunit;

namespace AutoInstr.UnitTests.Metrics;

public sealed class MetricViewsTests : IDisposable
{
    private readonly Meter _meter = new("MetricViews.Test");

    public void Dispose() => _meter.Dispose();

    [Theory]
    [InlineData("job.duration", 0.005, 10)]
    [InlineData("db.client.operation.duration", 0.001, 10)]
    [InlineData("http.client.connection.duration", 0.01, 300)]
    public void Seconds_have_buckets_for_what_lasts(string name, double first, double last)
    {
        var view = Assert.IsType<ExplicitBucketHistogramConfiguration>(View(_meter.CreateHistogram<double>(name, "s")));
        Assert.Equal((first, last), (view.Boundaries![0], view.Boundaries[^1]));
    }

    [Fact]
    public void Buckets_that_a_library_advises_and_other_units_stay_as_they_are()
    {
        var advice = new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 2] };
        Assert.IsNotType<ExplicitBucketHistogramConfiguration>(View(_meter.CreateHistogram("advised", "s", null, null, advice)));
        Assert.IsNotType<ExplicitBucketHistogramConfiguration>(View(_meter.CreateHistogram<double>("milliseconds", "ms")));
        Assert.IsNotType<ExplicitBucketHistogramConfiguration>(View(_meter.CreateCounter<double>("counter", "s")));
    }

    [Fact]
    public void Exponential_buckets_are_for_all_histograms()
    {
        var settings = new MetricsSettings { ExponentialHistograms = true };
        Assert.IsType<Base2ExponentialBucketHistogramConfiguration>(View(_meter.CreateHistogram<long>("any"), settings));
        Assert.IsNotType<Base2ExponentialBucketHistogramConfiguration>(View(_meter.CreateCounter<long>("counter"), settings));
    }

    [Fact]
    public void Known_meters_have_room_for_few_series()
    {
        Assert.Equal(2000, View(_meter.CreateCounter<long>("any")).CardinalityLimit);
        using var runtime = new Meter("system.runtime");
        Assert.Equal(100, View(runtime.CreateCounter<long>("any")).CardinalityLimit);
        using var pool = new Meter("Microsoft.AspNetCore.MemoryPool");
        Assert.Equal(100, View(pool.CreateCounter<long>("any")).CardinalityLimit);
        using var hosting = new Meter("Microsoft.AspNetCore.Hosting");
        Assert.Equal(2000, View(hosting.CreateCounter<long>("any")).CardinalityLimit);
        foreach (var said in new[] { 20, 2000, 5000 })
            Assert.Equal(
                said, View(
                    runtime.CreateCounter<long>("other"),
                    new MetricsSettings { CardinalityLimit = said, IsCardinalityLimitSet = true }).CardinalityLimit);
    }

    private static MetricStreamConfiguration View(Instrument instrument, MetricsSettings? settings = null) =>
        new MetricViews(settings ?? new MetricsSettings(), MeterCatalogue.Create(), PluginSet.Empty).Of(instrument)!;
}
