using System.Diagnostics;

namespace AutoInstr.Agent.Sources;

/// <summary>What several rows do to spans.</summary>
internal static class ActivityExtensions
{
    /// <summary>Gives an attribute the name that the conventions have for it now. A value that is there under the new name stays.</summary>
    public static void RenameTag(this Activity activity, string oldName, string newName)
    {
        if (activity.GetTagItem(oldName) is not { } value)
            return;
        activity.SetTag(oldName, null);
        if (activity.GetTagItem(newName) == null)
            activity.SetTag(newName, value);
    }

    /// <summary>Marks a span as failed by an exception: status, <c>error.type</c> and an event.</summary>
    public static void Fail(this Activity activity, Exception exception)
    {
        activity.SetTag("error.type", exception.GetType().FullName);
        activity.SetStatus(ActivityStatusCode.Error, exception.Message);
        activity.AddException(exception);
    }

    /// <summary>Whether the span that this one is part of, in this process, comes from a source.</summary>
    public static bool IsInside(this Activity activity, string source) => activity.Parent?.Source.Name == source;
}
