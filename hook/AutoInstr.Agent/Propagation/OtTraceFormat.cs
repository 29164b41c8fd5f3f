using System.Diagnostics;

namespace AutoInstr.Agent.Propagation;

/// <summary><c>ottrace</c>: the headers of OpenTracing's basic tracers, <c>ot-tracer-*</c> and <c>ot-baggage-*</c>.</summary>
/// <remarks>Trace ids have 64 bits here: the left half of a longer one is not written, as in OpenTelemetry's other languages.</remarks>
internal sealed class OtTraceFormat : ContextFormat
{
    private const string TraceIdField = "ot-tracer-traceid";
    private const string SpanIdField = "ot-tracer-spanid";
    private const string SampledField = "ot-tracer-sampled";
    private const string BaggagePrefix = "ot-baggage-";
    private const int WrittenTraceIdLength = 16;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Fields { get; } = [TraceIdField, SpanIdField, SampledField];

    /// <inheritdoc/>
    public override void Inject(Activity activity, CarrierWriter carrier)
    {
        carrier.Set(TraceIdField, activity.TraceId.ToHexString()[WrittenTraceIdLength..]);
        carrier.Set(SpanIdField, activity.SpanId.ToHexString());
        carrier.Set(SampledField, activity.Recorded ? "true" : "false");
        foreach (var (key, value) in activity.Baggage)
        {
            // The format has no encoding: what a header cannot hold is not written.
            if (BaggageEntries.IsToken(key) && value?.Length <= BaggageEntries.MaxLength &&
                !value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
                carrier.Set(BaggagePrefix + key, value);
        }
    }

    /// <inheritdoc/>
    public override bool TryExtract(CarrierReader carrier, out string? traceParent, out string? traceState)
    {
        (traceParent, traceState) = (null, null);
        if (carrier.Get(TraceIdField) is { } traceId && carrier.Get(SpanIdField) is { } spanId)
        {
            var sampled = carrier.Get(SampledField);
            traceParent = TraceParent.Create(traceId, spanId, sampled == "1" || "true".Equals(sampled, StringComparison.OrdinalIgnoreCase));
        }
        return traceParent is not null;
    }

    /// <inheritdoc/>
    public override void ExtractBaggage(CarrierReader carrier, ref BaggageEntries baggage) =>
        carrier.ReadBaggage(BaggagePrefix, static value => value, ref baggage);
}
