using System.Diagnostics;

namespace AutoInstr.Agent.Propagation;

/// <summary><c>tracecontext</c>: W3C trace context, https://www.w3.org/TR/trace-context/.</summary>
internal sealed class TraceContextFormat : ContextFormat
{
    /// <summary>How many characters of a trace state are passed on; a recipient need not take more.</summary>
    private const int MaxTraceStateLength = 512;

    private const string TraceParentField = "traceparent";
    private const string TraceStateField = "tracestate";

    private readonly DistributedContextPropagator _runtime = DistributedContextPropagator.CreateW3CPropagator();

    /// <inheritdoc/>
    public override IReadOnlyList<string> Fields { get; } = [TraceParentField, TraceStateField];

    /// <inheritdoc/>
    public override void Inject(Activity activity, CarrierWriter carrier)
    {
        carrier.Set(TraceParentField, activity.Id!);
        if (Shorten(activity.TraceStateString) is { } traceState)
            carrier.Set(TraceStateField, traceState);
    }

    /// <inheritdoc/>
    public override bool TryExtract(CarrierReader carrier, out string? traceParent, out string? traceState)
    {
        carrier.ExtractWith(_runtime, out traceParent, out traceState);
        return traceParent is not null;
    }

    /// <summary>Keeps the first members that fit, and nothing of a state that is not visible
    /// ASCII: a header must not be broken by it.</summary>
    private static string? Shorten(string? traceState)
    {
        if (string.IsNullOrEmpty(traceState) || traceState.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return null;
        if (traceState.Length <= MaxTraceStateLength)
            return traceState;
        var end = traceState.LastIndexOf(',', MaxTraceStateLength);
        return end > 0 ? traceState[..end] : null;
    }
}
