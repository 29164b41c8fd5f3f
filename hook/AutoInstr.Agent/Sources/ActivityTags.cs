using System.Diagnostics;
using System.Globalization;

namespace AutoInstr.Agent.Sources;

/// <summary>What normalising a span's attributes comes down to.</summary>
internal static class ActivityTags
{
    /// <summary>Removes an attribute, present or not.</summary>
    public static void RemoveTag(this Activity activity, string key) => activity.SetTag(key, null);

    /// <summary>Gives an attribute another name; one that is there under that name already stays.</summary>
    public static void RenameTag(this Activity activity, string key, string newKey)
    {
        if (activity.GetTagItem(key) is not { } value)
            return;
        activity.SetTag(key, null);
        if (activity.GetTagItem(newKey) is null)
            activity.SetTag(newKey, value);
    }

    /// <summary>Makes the value of an attribute that the conventions call a number one that OTLP
    /// has: of a text or an unsigned number.</summary>
    public static void MakeTagNumber(this Activity activity, string key)
    {
        switch (activity.GetTagItem(key))
        {
            case string text:
                activity.SetTag(key, long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null);
                break;
            case ulong unsigned:
                activity.SetTag(key, unchecked((long)unsigned));
                break;
        }
    }

    /// <summary>Makes the value of an attribute that the conventions call a text one: a Guid, a Uri, a number.</summary>
    public static void MakeTagText(this Activity activity, string key)
    {
        if (activity.GetTagItem(key) is { } value and not string)
            activity.SetTag(key, Convert.ToString(value, CultureInfo.InvariantCulture));
    }

    /// <summary>Moves an attribute, when it is there, from a span to the attributes of an event.</summary>
    public static void MoveTag(this Activity activity, string key, ActivityTagsCollection tags)
    {
        if (activity.GetTagItem(key) is not { } value)
            return;
        tags[key] = value;
        activity.SetTag(key, null);
    }

    /// <summary>Takes back the status Ok, which the specification leaves to applications.</summary>
    public static void ClearOkStatus(this Activity activity)
    {
        if (activity.Status == ActivityStatusCode.Ok)
            activity.SetStatus(ActivityStatusCode.Unset);
    }

    /// <summary>Turns the attributes that stand for a span's status into the status, as exporters know it; success is no status.</summary>
    /// <remarks>Libraries older than <see cref="Activity.SetStatus"/> write otel.status_code and otel.status_description.</remarks>
    public static void TakeStatusFromTags(this Activity activity)
    {
        activity.ClearOkStatus();
        if (activity.GetTagItem("otel.status_code") is not string code)
            return;
        if (code == "ERROR")
            activity.SetStatus(ActivityStatusCode.Error, activity.GetTagItem("otel.status_description") as string);
        activity.RemoveTag("otel.status_code");
        activity.RemoveTag("otel.status_description");
    }

    /// <summary>Says what class of error a failed span ended with, when nothing says so yet: error.type.</summary>
    /// <remarks>The type of the last exception recorded, or <c>_OTHER</c>, as the convention has it for what is not known.</remarks>
    public static void EnsureErrorType(this Activity activity)
    {
        if (activity.Status != ActivityStatusCode.Error || activity.GetTagItem("error.type") is not null)
            return;
        object? type = null;
        foreach (ref readonly ActivityEvent @event in activity.EnumerateEvents())
        {
            if (@event.Name != "exception")
                continue;
            foreach (ref readonly KeyValuePair<string, object?> tag in @event.EnumerateTagObjects())
            {
                if (tag.Key == "exception.type")
                    type = tag.Value;
            }
        }

        activity.SetTag("error.type", type ?? "_OTHER");
    }
}
