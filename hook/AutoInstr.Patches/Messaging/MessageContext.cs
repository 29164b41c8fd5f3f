using System.Diagnostics;

namespace AutoInstr.Patches.Messaging;

/// <summary>The context in a message's headers, in the formats that are asked for.</summary>
internal static class MessageContext
{
    /// <summary>Whether the application has put a context into the headers by itself: it stays.</summary>
    public static bool IsIn(object headers, DistributedContextPropagator.PropagatorGetterCallback getter)
    {
        foreach (string field in DistributedContextPropagator.Current.Fields)
        {
            if (field is "baggage" or "Correlation-Context")
                continue;
            getter(headers, field, out string? value, out _);
            if (value is not null)
                return true;
        }
        return false;
    }

    /// <summary>A link to where a message comes from.</summary>
    public static IEnumerable<ActivityLink>? Link(ActivityContext context) => context == default ? null : [new ActivityLink(context)];
}
