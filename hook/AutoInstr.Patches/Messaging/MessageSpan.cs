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
            destination is null ? operation.Name : $"{operation.Name} {destination}", operation.Kind, parent, null, links,
            start == Unwanted ? default : new DateTimeOffset(start, TimeSpan.Zero));
        if (activity is not { IsAllDataRequested: true })
            return activity;
        activity.SetTag("messaging.system", operation.System);
        activity.SetTag("messaging.operation.type", operation.Type);
        activity.SetTag("messaging.operation.name", operation.Name);
        activity.SetTag("messaging.destination.name", destination);
        return activity;
    }

    /// <summary>Begins a span that what happens to be current here has not caused: it is a part of what sent the message, or a trace of
    /// its own.</summary>
    public static Activity? StartApart(ActivitySource source, MessageOperation operation, string? destination, ActivityContext sender)
    {
        if (!source.HasListeners())
            return null;
        var current = Activity.Current;
        Activity.Current = null;
        var activity = Start(source, operation, destination, sender);
        if (activity is null)
            Activity.Current = current;
        return activity;
    }

    /// <summary>Says which server the message went to or came from.</summary>
    public static void SetServer(this Activity activity, string? address, int port)
    {
        if (string.IsNullOrEmpty(address))
            return;
        activity.SetTag("server.address", address);
        if (port > 0)
            activity.SetTag("server.port", port);
    }

    /// <summary>Ends the span.</summary>
    public static void Stop(Activity? activity, Exception? exception)
    {
        if (exception is not null && activity is { IsAllDataRequested: true })
            activity.FailBy(exception);
        activity?.Stop();
    }

    /// <summary>Marks the span as failed, by its status, its <c>error.type</c> and an event.</summary>
    /// <param name="activity">The span.</param>
    /// <param name="exception">What ended it.</param>
    /// <param name="code">The class of the error, where the library has a better one than the exception's type.</param>
    public static void FailBy(this Activity activity, Exception exception, string? code = null)
    {
        activity.Fail(code ?? exception.GetType().FullName!, exception.Message);
        activity.AddException(exception);
    }
}
