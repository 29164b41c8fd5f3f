using System.Diagnostics;

namespace AutoInstr.Agent.Propagation;

/// <summary><c>b3</c>: B3 in a single header.</summary>
internal sealed class B3SingleFormat : B3Format
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Fields { get; } = [SingleField];

    /// <inheritdoc/>
    public override void Inject(Activity activity, CarrierWriter carrier) =>
        carrier.Set(SingleField,
            string.Concat(activity.TraceId.ToHexString(), "-", activity.SpanId.ToHexString(), activity.Recorded ? "-1" : "-0"));
}
