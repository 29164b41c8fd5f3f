using System.Diagnostics;

namespace AutoInstr.Patches.Messaging;

/// <summary>Spans of what is done with messages, as the semantic conventions for messaging have them.</summary>
internal static class MessageSpan
{
    /// <summary>What <see cref="Now"/> gives when nobody listens.</summary>
    public const long Unwanted = 0;

    /// <summary>The time for a span that is made when the call is over: only then is it known whether there was a message.</summary>
    public static long Now(ActivitySource source) => source.HasListeners() ? DateTimeOffset.UtcNow.UtcTicks : Unwanted;

    /// <summary>Begins a span, named after what is done and to whom. It is the current one then.</summary>
    /// <param name="source">The library's.</param>
    /// <param name="operation">What is done.</param>
    /// <param name="destination">The exchange, queue or topic; <see langword="null"/> when there are several, or it is not known.</param>
    /// <param name="parent">What it is part of, when that is not what is current.</param>
    /// <param name="links">Of which messages it is.</param>
    /// <param name="start">When it began, when that was not now.</param>
    public static Activity? Start(
        ActivitySource source, MessageOperation operation, string? destination, ActivityContext parent = default,
        IEnumerable<ActivityLink>? links = null, long start = Unwanted)
    {
        Activity? activity = source.StartActivity(
            NameOf(operation, destination), operation.Kind, parent, null, links,
            start == Unwanted ? default : new DateTimeOffset(start, TimeSpan.Zero));
        Describe(activity, operation, destination);
        return activity;
    }

    /// <summary>Begins a span that what happens to be current here has not caused: it is a part of what sent the message, or a trace of
    /// its own.</summary>
    public static Activity? StartApart(ActivitySource source, MessageOperation operation, string? destination, ActivityContext sender)
    {
        // The name is made for somebody, or not at all.
        Activity? activity = source.HasListeners() ? source.StartApart(NameOf(operation, destination), operation.Kind, sender) : null;
        Describe(activity, operation, destination);
        return activity;
    }

    private static string NameOf(MessageOperation operation, string? destination) =>
        destination is null ? operation.Name : $"{operation.Name} {destination}";

    private static void Describe(Activity? activity, MessageOperation operation, string? destination)
    {
        if (activity is not { IsAllDataRequested: true })
            return;
        activity.SetTag("messaging.system", operation.System);
        activity.SetTag("messaging.operation.type", operation.Type);
        activity.SetTag("messaging.operation.name", operation.Name);
        activity.SetTag("messaging.destination.name", destination);
    }
}
