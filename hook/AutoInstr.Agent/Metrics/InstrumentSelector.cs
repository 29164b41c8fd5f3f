using System.Diagnostics.Metrics;
using AutoInstr.Agent.Configuration;

namespace AutoInstr.Agent.Metrics;

/// <summary>Which instruments a view of the configuration file is for.</summary>
internal static class InstrumentSelector
{
    /// <summary>Whether a view is for an instrument: everything holds that it sets.</summary>
    public static bool Selects(ViewSettings view, Instrument instrument) =>
        // Names of instruments are compared without case: https://opentelemetry.io/docs/specs/otel/metrics/api/#instrument-name-syntax.
        (view.InstrumentName is null || Wildcard.Matches(view.InstrumentName, instrument.Name, ignoreCase: true)) &&
        (view.InstrumentType is null || view.InstrumentType == TypeOf(instrument)) &&
        (view.Unit is null || view.Unit == instrument.Unit) &&
        (view.MeterName is null || Wildcard.Matches(view.MeterName, instrument.Meter.Name)) &&
        (view.MeterVersion is null || view.MeterVersion == instrument.Meter.Version) &&
        (view.MeterSchemaUrl is null || view.MeterSchemaUrl == instrument.Meter.TelemetrySchemaUrl);

    /// <summary>The type of an instrument as the configuration file names it.</summary>
    public static string TypeOf(Instrument instrument)
    {
        var type = instrument.GetType();
        while (type is { IsGenericType: false, BaseType: { } inner })
            type = inner;
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return definition == typeof(Counter<>) ? "counter"
            : definition == typeof(UpDownCounter<>) ? "up_down_counter"
            : definition == typeof(Histogram<>) ? "histogram"
            : definition == typeof(Gauge<>) ? "gauge"
            : definition == typeof(ObservableCounter<>) ? "observable_counter"
            : definition == typeof(ObservableUpDownCounter<>) ? "observable_up_down_counter"
            : "observable_gauge";
    }
}
