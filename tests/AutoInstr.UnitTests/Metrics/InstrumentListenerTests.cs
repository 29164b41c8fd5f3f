using System.Diagnostics.Metrics;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.ExistingSdk;
using AutoInstr.Agent.Metrics;
using AutoInstr.Agent.Plugins;
using AutoInstr.Agent.Sources;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Xunit;

namespace AutoInstr.UnitTests.Metrics;

/// <summary>What is measured before the SDK is there counts as well. Canary for the members of the SDK that are used.</summary>
public sealed class InstrumentListenerTests : IDisposable
{
    private readonly string _name = "Listener." + Guid.NewGuid().ToString("N");
    private readonly Values _values = new();

    public void Dispose() => _values.Dispose();

    [Fact]
    public void Measurements_of_every_type_are_kept_until_there_is_a_provider()
    {
        using var meter = new Meter(_name);
        using var listener = Listen();
        var (whole, small, tiny, real, single) = (
            meter.CreateCounter<long>("long"), meter.CreateCounter<short>("short"), meter.CreateCounter<byte>("byte"),
            meter.CreateCounter<double>("double"), meter.CreateCounter<float>("float"));
        var middle = meter.CreateCounter<int>("int");
        whole.Add(1, new KeyValuePair<string, object?>("tag", "early"));
        middle.Add(2);
        small.Add(3);
        tiny.Add(4);
        real.Add(5.5);
        single.Add(6.5f);

        using var provider = HandOver(listener);
        whole.Add(1, new KeyValuePair<string, object?>("tag", "late"));
        middle.Add(2);
        provider.ForceFlush();

        Assert.Equal(
            ["byte 4", "double 5.5", "float 6.5", "int 4", "long early 1", "long late 1", "short 3"], _values.Last.Order(
                StringComparer.Ordinal));
    }

    [Fact]
    public void A_meter_that_is_gone_by_then_counts()
    {
        using var listener = Listen();
        using (var meter = new Meter(_name))
            meter.CreateCounter<long>("gone").Add(7);

        using var provider = HandOver(listener);
        provider.ForceFlush();
        Assert.Equal(["gone 7"], _values.Last);

        provider.ForceFlush();
        Assert.Equal(["gone 7"], _values.Last);
    }

    [Fact]
    public void Observable_instruments_are_asked_with_each_collection()
    {
        using var meter = new Meter(_name);
        using var listener = Listen();
        var asked = 0;
        meter.CreateObservableCounter("asked", () => ++asked);
        using var provider = HandOver(listener);

        provider.ForceFlush();
        provider.ForceFlush();

        Assert.Equal(["asked 2"], _values.Last);
    }

    [Fact]
    public void Other_meters_are_not_listened_to()
    {
        using var meter = new Meter("Other." + _name);
        using var listener = Listen();

        Assert.False(meter.CreateCounter<long>("other").Enabled);
    }

    [Fact]
    public async Task Threads_that_measure_while_it_is_handed_over_lose_nothing()
    {
        using var meter = new Meter(_name);
        using var listener = Listen();
        var counter = meter.CreateCounter<long>("counter");
        var threads = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            // Less than what is kept, for the worst case that all of it is early.
            for (var i = 0; i < 2000; i++)
            {
                counter.Add(1);
                if (i % 100 == 0)
                    Thread.Yield();
            }
        })).ToArray();
        using var provider = HandOver(listener);
        await Task.WhenAll(threads);
        provider.ForceFlush();

        Assert.Equal(["counter 8000"], _values.Last);
    }

    [Fact]
    public void That_the_application_is_at_work_is_said_once()
    {
        using var meter = new Meter(_name);
        var said = new List<int>();
        var measured = 0;
        using var listener = Listen(() => said.Add(measured));
        var counter = meter.CreateCounter<long>("counter");
        while (measured++ < 10_000)
            counter.Add(1);
        Assert.Equal([201], said);

        using var provider = HandOver(listener);
        provider.ForceFlush();
        Assert.Equal(["counter 10000"], _values.Last);
    }

    private InstrumentListener Listen(Action? busy = null)
    {
        var names = new SourceNames();
        names.Add([_name]);
        return new InstrumentListener(names, new ApplicationSdk(ExistingSdkMode.Both), busy ?? (static () => { }));
    }

    private MeterProvider HandOver(InstrumentListener listener)
    {
        var settings = new MetricsSettings();
        var provider = MeterProviderFactory.Create(
            settings, Resource.Empty, new MetricViews(settings, [], PluginSet.Empty), [new BaseExportingMetricReader(_values)]);
        listener.HandOver(provider);
        return provider;
    }

    private sealed class Values : BaseExporter<Metric>
    {
        public List<string> Last { get; private set; } = [];

        public override ExportResult Export(in Batch<Metric> batch)
        {
            List<string> values = [];
            foreach (var metric in batch)
            {
                foreach (ref readonly var point in metric.GetMetricPoints())
                {
                    var tag = "";
                    foreach (var (_, value) in point.Tags)
                        tag = $" {value}";
                    values.Add($"{metric.Name}{tag} {(metric.MetricType.IsDouble() ? point.GetSumDouble() : point.GetSumLong())}");
                }
            }
            if (values.Count > 0)
                Last = values;
            return ExportResult.Success;
        }
    }
}
