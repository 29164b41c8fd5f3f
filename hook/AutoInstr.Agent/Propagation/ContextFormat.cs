using System.Diagnostics;

namespace AutoInstr.Agent.Propagation;

/// <summary>How one family of tracers writes trace context and baggage into the fields of a carrier (HTTP or message headers).</summary>
/// <remarks>
/// Input is hostile until proven otherwise: what is malformed is taken for absent. An implementation may let an exception of the
/// application's own callback pass: <see cref="CompositePropagator"/> catches it.
/// </remarks>
internal abstract class ContextFormat
{
    /// <summary>The fields written and read, as the format's specification spells them; without those
    /// whose names depend on baggage keys.</summary>
    public abstract IReadOnlyList<string> Fields { get; }

    /// <summary>Writes the context, and the baggage where the format has it.</summary>
    /// <param name="activity">The span to continue, with a W3C id; sampled or not.</param>
    /// <param name="carrier">Where to write.</param>
    public abstract void Inject(Activity activity, CarrierWriter carrier);

    /// <summary>Reads the context of the caller.</summary>
    /// <param name="carrier">Where to read.</param>
    /// <param name="traceParent">The context as a W3C <c>traceparent</c>.</param>
    /// <param name="traceState">The W3C <c>tracestate</c> that goes with it, or <see langword="null"/>.</param>
    /// <returns>Whether the carrier has a valid context of this format.</returns>
    public virtual bool TryExtract(CarrierReader carrier, out string? traceParent, out string? traceState)
    {
        (traceParent, traceState) = (null, null);
        return false;
    }

    /// <summary>Reads the baggage of the caller.</summary>
    /// <param name="carrier">Where to read.</param>
    /// <param name="baggage">Takes the entries, in the order of the carrier.</param>
    public virtual void ExtractBaggage(CarrierReader carrier, ref BaggageEntries baggage)
    {
    }
}
