using System.Diagnostics;

namespace AutoInstr.Agent.Sources;

/// <summary>What several rows ask of spans or do to them, beside their attributes.</summary>
internal static class ActivityExtensions
{
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
