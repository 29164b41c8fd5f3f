using System.Diagnostics;
using AutoInstr.Agent.SelfLog;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;

namespace AutoInstr.Agent.Propagation;

/// <summary>Puts OTEL_PROPAGATORS into force, in the one place that ASP.NET Core, HttpClient and messaging libraries all ask.</summary>
internal static class ContextPropagation
{
    /// <summary>Makes the named formats the ones that the process reads and writes.</summary>
    /// <remarks>
    /// For <c>tracecontext</c> and <c>baggage</c> the runtime's own propagator is kept, which does both (W3C trace context and W3C
    /// baggage since DiagnosticSource 10): the default costs nothing. Ids are W3C ones from now on, as the SDK would have it.
    /// </remarks>
    /// <param name="names">Names as in OTEL_PROPAGATORS, in order; empty for <c>none</c>. An unknown one is reported and left out.</param>
    public static void Install(IReadOnlyList<string> names)
    {
        (Activity.DefaultIdFormat, Activity.ForceDefaultIdFormat) = (ActivityIdFormat.W3C, true);
        var propagator = Create(names);
        if (!ReferenceEquals(propagator, DistributedContextPropagator.Current))
            DistributedContextPropagator.Current = propagator;
    }

    /// <summary>Sets OpenTelemetry's own propagator to plain trace context, the one with which the instrumentation packages trust what the
    /// framework has read and written, instead of doing it a second time.</summary>
    public static void InstallInSdk()
    {
        // With its first use the SDK sets the format of ids; what the application has chosen before that stays.
        var (format, isForced) = (Activity.DefaultIdFormat, Activity.ForceDefaultIdFormat);
        Sdk.SetDefaultTextMapPropagator(new TraceContextPropagator());
        (Activity.DefaultIdFormat, Activity.ForceDefaultIdFormat) = (format, isForced);
    }

    /// <summary>The propagator for the named formats.</summary>
    /// <param name="names">Names as in OTEL_PROPAGATORS, in order; empty for <c>none</c>.</param>
    /// <returns>The runtime's own for trace context together with baggage, else a <see cref="CompositePropagator"/>.</returns>
    public static DistributedContextPropagator Create(IReadOnlyList<string> names)
    {
        if (names is ["tracecontext", "baggage"] or ["baggage", "tracecontext"])
            return DistributedContextPropagator.CreateW3CPropagator();

        var formats = new List<ContextFormat>(names.Count);
        foreach (var name in names)
        {
            if (CreateFormat(name) is { } format)
                formats.Add(format);
            else if (name is not "none")
                Log.Warn($"OTEL_PROPAGATORS: '{name}' is not known and is left out");
        }
        return new CompositePropagator(formats);
    }

    private static ContextFormat? CreateFormat(string name) => name switch
    {
        "tracecontext" => new TraceContextFormat(),
        "baggage" => new BaggageFormat(),
        "b3" => new B3SingleFormat(),
        "b3multi" => new B3MultiFormat(),
        "jaeger" => new JaegerFormat(),
        "xray" => new XRayFormat(),
        "ottrace" => new OtTraceFormat(),
        _ => null,
    };
}
