using System.Diagnostics;

namespace AutoInstr.Patches.Databases;

/// <summary>What spans of calls to databases have in common.</summary>
internal static class DatabaseSpan
{
    /// <summary>Whether the current call is part of one that has a span of a source.</summary>
    public static bool IsUnderWay(ActivitySource source) => Activity.Current is { IsStopped: false } current && current.Source == source;

    /// <summary>Ends a span.</summary>
    /// <param name="activity">The span; <see langword="null"/> when the call has none.</param>
    /// <param name="exception">What the call threw.</param>
    /// <param name="code">The database's own code of the failure, where it gave one.</param>
    public static void Stop(Activity? activity, Exception? exception, string? code = null)
    {
        if (activity is null)
            return;
        try
        {
            if (exception is not null && activity.IsAllDataRequested)
                Fail(activity, exception, code);
        }
        finally
        {
            activity.Stop();
        }
    }

    private static void Fail(Activity activity, Exception exception, string? code)
    {
        string? type = exception.GetType().FullName;
        string message = ErrorMessage.WithoutQuotations(exception.Message);
        bool hasCode = !string.IsNullOrEmpty(code);
        if (hasCode)
            activity.SetTag("db.response.status_code", code);
        activity.Fail(hasCode ? code! : type!, message);
        activity.AddEvent(new ActivityEvent("exception", tags: new ActivityTagsCollection
        {
            ["exception.type"] = type,
            ["exception.message"] = message,
            ["exception.stacktrace"] = exception.ToString().Replace(exception.Message, message, StringComparison.Ordinal),
        }));
    }
}
