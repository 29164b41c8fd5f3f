using System.Diagnostics;

namespace AutoInstr.Patches;

/// <summary>Context that came with a request or a message, in whatever format the process is configured for.</summary>
internal static class PropagatedContext
{
    /// <summary>The span that it names; nothing where it names none.</summary>
    public static ActivityContext Extract(object carrier, DistributedContextPropagator.PropagatorGetterCallback getter)
    {
        DistributedContextPropagator.Current.ExtractTraceIdAndState(carrier, getter, out var parent, out var state);
        return ActivityContext.TryParse(parent, state, isRemote: true, out var context) ? context : default;
    }

    /// <summary>Gives a span the baggage that came along.</summary>
    public static void AddBaggage(Activity activity, object carrier, DistributedContextPropagator.PropagatorGetterCallback getter)
    {
        if (DistributedContextPropagator.Current.ExtractBaggage(carrier, getter) is not { } baggage)
            return;
        foreach (var (key, value) in baggage)
            activity.AddBaggage(key, value);
    }
}
