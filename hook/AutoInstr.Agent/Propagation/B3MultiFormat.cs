using System.Diagnostics;

namespace AutoInstr.Agent.Propagation;

/// <summary><c>b3multi</c>: B3 in a header for each value.</summary>
internal sealed class B3MultiFormat : B3Format
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Fields { get; } = [TraceIdField, SpanIdField, SampledField];

    /// <inheritdoc/>
    public override void Inject(Activity activity, CarrierWriter carrier)
    {
        carrier.Set(TraceIdField, activity.TraceId.ToHexString());
        carrier.Set(SpanIdField, activity.SpanId.ToHexString());
        carrier.Set(SampledField, activity.Recorded ? "1" : "0");
    }
}
