using System.Diagnostics.Metrics;
using AutoInstr.Agent.ExistingSdk;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Xunit;

namespace AutoInstr.UnitTests.ExistingSdk;

/// <summary>Canary: the members of DiagnosticSource that tell who measures are where they are expected.</summary>
public sealed class InstrumentSubscriptionsTests
{
    [Fact]
    public void What_measures_and_is_no_provider_of_another_SDK_is_told_apart()
    {
        using var meter = new Meter("InstrumentSubscriptions.A");
        var counter = meter.CreateCounter<long>("counter");
        Assert.True(InstrumentSubscriptions.IsReadable);
        Assert.False(InstrumentSubscriptions.HaveForeignProvider(counter));

        using var listener = new MeterListener();
        listener.EnableMeasurementEvents(counter, new List<string>());
        Assert.False(InstrumentSubscriptions.HaveForeignProvider(counter));

        // The agent's own copy of the SDK is none of the application's.
        using var provider = Sdk.CreateMeterProviderBuilder().AddMeter(meter.Name)
            .AddReader(new BaseExportingMetricReader(new Nowhere())).Build();
        Assert.False(InstrumentSubscriptions.HaveForeignProvider(counter));
    }

    private sealed class Nowhere : BaseExporter<Metric>
    {
        public override ExportResult Export(in Batch<Metric> batch) => ExportResult.Success;
    }
}
