using System.Diagnostics.Metrics;
using AutoInstr.Agent.ExistingSdk;
using AutoInstr.Agent.Exporters;
using AutoInstr.Agent.SelfLog;
using AutoInstr.Agent.Sources;
using OpenTelemetry.Metrics;

namespace AutoInstr.Agent.Metrics;

/// <summary>Listens to the instruments of a set of meters and hands measurements over to the SDK's provider.</summary>
/// <remarks>
/// The provider is built without meters, so its own listener never hears anything: this one is there long before it, matches names without
/// regular expressions, and knows which instruments there are, so that what the application's own SDK exports can be left to it. Its
/// delegates run inside the application's calls: the SDK's let nothing leave them. The SDK is the kit's own, pinned copy.
/// </remarks>
internal sealed class InstrumentListener : IDisposable
{
    private const string NameLookUps = "dns.lookup.duration";

    private readonly MeterListener _listener = new();
    private readonly SourceNames _meters;
    private readonly ApplicationSdk _application;
    private readonly EarlyMeasurements _early;
    private readonly object _gate = new();

    /// <summary>What the SDK has for each instrument; <see langword="null"/> before it is there, and where it measures nothing.</summary>
    private readonly Dictionary<Instrument, object?> _instruments = new(ReferenceEqualityComparer.Instance);

    private SdkMeasurements? _sdk;

    /// <summary>Begins to listen.</summary>
    /// <param name="meters">The meters.</param>
    /// <param name="application">Which instruments are the application's own business: what it exports by itself is not measured
    /// here, so that it may come and go.</param>
    /// <param name="busy">Hears, before the hand-over, that the application is at work.</param>
    public InstrumentListener(SourceNames meters, ApplicationSdk application, Action busy)
    {
        (_meters, _application, _early) = (meters, application, new EarlyMeasurements(busy));
        _listener.SetMeasurementEventCallback<long>(Record);
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, state) => Record(instrument, (long)value, tags, state));
        _listener.SetMeasurementEventCallback<short>((instrument, value, tags, state) => Record(instrument, (long)value, tags, state));
        _listener.SetMeasurementEventCallback<byte>((instrument, value, tags, state) => Record(instrument, (long)value, tags, state));
        _listener.SetMeasurementEventCallback<double>(Record);
        _listener.SetMeasurementEventCallback<float>((instrument, value, tags, state) => Record(instrument, (double)value, tags, state));
        _listener.InstrumentPublished = (instrument, _) => Publish(instrument);
        _listener.MeasurementsCompleted = Complete;
        _listener.Start();
    }

    /// <summary>Hands over to a provider what was measured, and what will be.</summary>
    /// <exception cref="MissingMemberException">This is not the SDK that the agent was built with.</exception>
    public void HandOver(MeterProvider provider)
    {
        var sdk = new SdkMeasurements(provider);
        sdk.CollectWith(_listener);
        lock (_gate)
        {
            _sdk = sdk;
            foreach (var instrument in _instruments.Keys.ToArray())
                _instruments[instrument] = sdk.Publish(instrument);
        }
        _early.Release(instrument => Complete(instrument, StateOf(instrument)));
        foreach (var instrument in Known())
        {
            if (StateOf(instrument) is { } state)
                _listener.EnableMeasurementEvents(instrument, state);
            else
                Forget(instrument);
        }
    }

    /// <summary>The instruments of a meter and a name, of which there are several when the application makes its meter anew.</summary>
    public Instrument[] Find(string meter, string name)
    {
        lock (_gate)
            return [.. _instruments.Keys.Where(instrument => instrument.Name == name && instrument.Meter.Name == meter)];
    }

    /// <summary>Stops listening.</summary>
    public void Dispose() => _listener.Dispose();

    private Instrument[] Known()
    {
        lock (_gate)
            return [.. _instruments.Keys];
    }

    /// <summary>What the SDK has by now for an instrument that measured before it was there.</summary>
    private object? StateOf(Instrument instrument)
    {
        lock (_gate)
            return _instruments.GetValueOrDefault(instrument);
    }

    /// <summary>The SDK does not want it.</summary>
    private void Forget(Instrument instrument)
    {
        lock (_gate)
            _instruments.Remove(instrument);
        _listener.DisableMeasurementEvents(instrument);
    }

    private void Publish(Instrument instrument)
    {
        try
        {
            if (!_meters.Contains(instrument.Meter.Name))
                return;
            object? state;
            lock (_gate)
            {
                state = _sdk?.Publish(instrument);
                if (state is null && _sdk is not null)
                    return;
                _instruments[instrument] = state;
            }
            _listener.EnableMeasurementEvents(instrument, state);
        }
        catch (Exception exception)
        {
            Log.Once(
                LogLevel.Error, "instrument " + instrument.Name,
                $"{instrument.Name} of {instrument.Meter.Name} is not measured ({exception.GetType().Name}: {exception.Message})");
        }
    }

    private void Record(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        if (_application.Owns(instrument) || (state is null && _early.Keep<long>(instrument, value, tags, Record)))
            return;
        if ((state ?? StateOf(instrument)) is { } known)
            _sdk!.RecordWhole(instrument, value, tags, known);
    }

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        if (instrument.Name == NameLookUps && ExportConnection.IsBeingMade)
            return;
        if (_application.Owns(instrument) || (state is null && _early.Keep<double>(instrument, value, tags, Record)))
            return;
        if ((state ?? StateOf(instrument)) is { } known)
            _sdk!.RecordReal(instrument, value, MeasurementCorrections.Of(instrument, tags), known);
    }

    /// <summary>Without a state it is the early subscription that ends, be it because the SDK's takes its place.</summary>
    private void Complete(Instrument instrument, object? state)
    {
        if (state is null)
        {
            _early.Complete(instrument);
            return;
        }
        lock (_gate)
            _instruments.Remove(instrument);
        _sdk!.Complete(instrument, state);
    }
}
