using System.Diagnostics.Metrics;
using AutoInstr.Agent.Exporters;
using OpenTelemetry.Metrics;

namespace AutoInstr.Agent.Metrics;

/// <summary>The ways into the SDK's provider, by which Microsoft.Extensions.Diagnostics gives it measurements too.</summary>
/// <remarks>They are not public; the SDK is the kit's own, pinned copy.</remarks>
internal sealed class SdkMeasurements
{
    private readonly MeterProvider _provider;
    private readonly Func<Instrument, bool, object?> _publish;

    /// <summary>Finds them.</summary>
    /// <exception cref="MissingMemberException">This is not the SDK that the agent was built with.</exception>
    public SdkMeasurements(MeterProvider provider)
    {
        _provider = provider;
        var sdk = provider.GetType();
        _publish = SdkInternals.Method(sdk, "InstrumentPublished").CreateDelegate<Func<Instrument, bool, object?>>(provider);
        RecordWhole = SdkInternals.Method(sdk, "MeasurementRecordedLong").CreateDelegate<MeasurementCallback<long>>();
        RecordReal = SdkInternals.Method(sdk, "MeasurementRecordedDouble").CreateDelegate<MeasurementCallback<double>>();
        Complete = SdkInternals.Method(sdk, "MeasurementsCompleted").CreateDelegate<Action<Instrument, object?>>();
    }

    /// <summary>Takes a whole number.</summary>
    public MeasurementCallback<long> RecordWhole { get; }

    /// <summary>Takes a real number.</summary>
    public MeasurementCallback<double> RecordReal { get; }

    /// <summary>Is told that an instrument is gone.</summary>
    public Action<Instrument, object?> Complete { get; }

    /// <summary>Makes an instrument known.</summary>
    /// <returns>What its measurements are to come with, or <see langword="null"/> when they are not wanted.</returns>
    public object? Publish(Instrument instrument) => _publish(InstrumentCorrections.Of(instrument), true);

    /// <summary>Lets a listener ask observable instruments whenever metrics are collected.</summary>
    public void CollectWith(MeterListener listener) =>
        SdkInternals.Field(_provider.GetType(), "OnCollectObservableInstruments")
            .SetValue(_provider, (Action)listener.RecordObservableInstruments);
}
