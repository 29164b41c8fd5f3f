using System.Diagnostics;

namespace AutoInstr.Agent.Traces;

/// <summary>A span's status, wherever it was set: on the activity, or in the tags that libraries used before it had one.</summary>
/// <param name="Code">The code.</param>
/// <param name="Description">The description, of an error only.</param>
internal readonly record struct SpanStatus(ActivityStatusCode Code, string? Description)
{
    private const string CodeTag = "otel.status_code";
    private const string DescriptionTag = "otel.status_description";

    /// <summary>Reads it. What is set on the activity wins over the tags, as in the SDK's OTLP exporter.</summary>
    public static SpanStatus Of(Activity activity)
    {
        if (activity.Status != ActivityStatusCode.Unset)
            return new(activity.Status, activity.Status == ActivityStatusCode.Error ? activity.StatusDescription : null);
        return (activity.GetTagItem(CodeTag) as string)?.ToUpperInvariant() switch
        {
            "OK" => new(ActivityStatusCode.Ok, null),
            "ERROR" => new(ActivityStatusCode.Error, activity.GetTagItem(DescriptionTag) as string),
            _ => default,
        };
    }

    /// <summary>Whether a tag is a part of the status and no attribute.</summary>
    public static bool IsStatusTag(string key) => key is CodeTag or DescriptionTag;
}
