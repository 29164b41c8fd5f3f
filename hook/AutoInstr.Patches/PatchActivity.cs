using System.Diagnostics;
using System.Reflection;

namespace AutoInstr.Patches;

/// <summary>What all patches do with activities.</summary>
internal static class PatchActivity
{
    private static readonly string? Version =
        typeof(PatchActivity).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    /// <summary>The source of a library's spans.</summary>
    /// <param name="library">What follows <c>AutoInstr.</c> in its name.</param>
    public static ActivitySource NewSource(string library) => new("AutoInstr." + library, Version);

    /// <summary>Starts a span that what happens to be current here has not caused: the first of a trace, or the child of a remote one.</summary>
    /// <remarks>Where there is no such span, what is current stays so.</remarks>
    public static Activity? StartApart(
        this ActivitySource source, string name, ActivityKind kind, ActivityContext parent,
        IEnumerable<KeyValuePair<string, object?>>? tags = null, IEnumerable<ActivityLink>? links = null)
    {
        if (!source.HasListeners())
            return null;
        var current = Activity.Current;
        Activity.Current = null;
        var activity = source.StartActivity(name, kind, parent, tags, links);
        if (activity == null)
            Activity.Current = current;
        return activity;
    }

    /// <summary>Ends a span.</summary>
    /// <param name="activity">The span, if there is one.</param>
    /// <param name="exception">What it failed with.</param>
    public static void End(this Activity? activity, Exception? exception)
    {
        if (activity == null)
            return;
        if (exception != null && activity.IsAllDataRequested)
            activity.Fail(exception);
        activity.Stop();
    }

    /// <summary>Ends a span that another flow of control may have begun: what is current here stays so.</summary>
    public static void EndElsewhere(this Activity activity)
    {
        var current = Activity.Current;
        activity.Stop();
        if (current != activity)
            Activity.Current = current;
    }

    /// <summary>Marks a span as failed by an exception: its status, its <c>error.type</c> and an event.</summary>
    /// <param name="activity">The span.</param>
    /// <param name="exception">What ended it.</param>
    /// <param name="code">The class of the error, where the library has a better one than the exception's type.</param>
    public static void Fail(this Activity activity, Exception exception, string? code = null)
    {
        activity.Fail(code ?? exception.GetType().FullName!, exception.Message);
        activity.AddException(exception);
    }

    /// <summary>Marks a span as failed.</summary>
    public static void Fail(this Activity activity, string type, string? description = null)
    {
        activity.SetTag("error.type", type);
        activity.SetStatus(ActivityStatusCode.Error, description);
    }

    /// <summary>Says which server a call went to.</summary>
    /// <param name="activity">The span.</param>
    /// <param name="address">The host, or the path of a socket; nothing is said when it is not known.</param>
    /// <param name="port">The port; 0 when there is none.</param>
    public static void SetServer(this Activity activity, string? address, int port)
    {
        if (string.IsNullOrEmpty(address))
            return;
        activity.SetTag("server.address", address);
        if (port > 0)
            activity.SetTag("server.port", port);
    }
}
