using System.Diagnostics;
using System.Runtime.CompilerServices;
using Coravel.Tasks;

namespace AutoInstr.Patches.Jobs.Coravel6;

/// <summary>What Coravel's scheduler and queue execute: traces of their own, that of a queued task linked to what queued it.</summary>
internal static class CoravelSpan
{
    private static readonly ActivitySource Source = PatchActivity.NewSource("Coravel");

    private static readonly ConditionalWeakTable<ActionOrAsyncFunc, Activity> Running = [];

    private static readonly ConditionalWeakTable<ActionOrAsyncFunc, ActivityLinkHolder> Origins = [];

    /// <summary>Notes what makes a task.</summary>
    public static void Made(ActionOrAsyncFunc task)
    {
        if (Source.HasListeners() && Activity.Current is { IdFormat: ActivityIdFormat.W3C } current)
            Origins.TryAdd(task, new ActivityLinkHolder(new ActivityLink(current.Context)));
    }

    /// <summary>Starts the span of a scheduled execution.</summary>
    /// <param name="invocable">The class that is invoked; <see langword="null"/> for a delegate.</param>
    public static Activity? StartScheduled(Type? invocable) => Start(invocable, "scheduled task", null);

    /// <summary>Starts the span of a queued task.</summary>
    public static Activity? StartQueued(ActionOrAsyncFunc task)
    {
        if (!Source.HasListeners())
            return null;
        var activity = Start(CoravelTask.Invocable(task), "queued task", Origins.TryGetValue(task, out var origin) ? [origin.Link] : null);
        if (activity != null)
            Running.AddOrUpdate(task, activity);
        return activity;
    }

    /// <summary>A task threw what its queue keeps to itself.</summary>
    public static void Failed(ActionOrAsyncFunc task, Exception exception)
    {
        if (Running.TryGetValue(task, out var activity))
            activity.Fail(exception);
    }

    private static Activity? Start(Type? invocable, string otherwise, ActivityLink[]? links)
    {
        var activity = Source.StartApart($"execute {invocable?.Name ?? otherwise}", ActivityKind.Internal, default, links: links);
        if (invocable != null)
            activity?.SetTag("code.function.name", $"{invocable.FullName}.Invoke");
        return activity;
    }

    private sealed record ActivityLinkHolder(ActivityLink Link);
}
