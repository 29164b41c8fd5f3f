using System.Diagnostics;
using AutoInstr.Patching;

[assembly: Instrumentation("SAMPLE")]

namespace SamplePatches;

/// <summary>Where the spans of these patches come from, and how they end.</summary>
internal static class Sample
{
    private static readonly ActivitySource Source = new("AutoInstr.Sample");

    public static Activity? Start(string name, params ReadOnlySpan<(string Key, object? Value)> tags)
    {
        var activity = Source.StartActivity(name, ActivityKind.Client);
        foreach (var (key, value) in tags)
            activity?.SetTag(key, value);
        return activity;
    }

    public static void Stop(Activity? activity, Exception? exception, string? key = null, object? value = null)
    {
        if (activity == null)
            return;
        if (key != null)
            activity.SetTag(key, value);
        if (exception != null)
        {
            activity.SetTag("error.type", exception.GetType().FullName);
            activity.SetStatus(ActivityStatusCode.Error);
        }
        activity.Stop();
    }
}
