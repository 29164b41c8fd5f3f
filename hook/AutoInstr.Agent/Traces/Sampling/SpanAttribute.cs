using System.Diagnostics;
using AutoInstr.Agent.Sources.Http;
using OpenTelemetry.Trace;

namespace AutoInstr.Agent.Traces.Sampling;

/// <summary>What is known of a span before it begins.</summary>
internal static class SpanAttribute
{
    /// <summary>The value of an attribute, or <see langword="null"/>. Allocates nothing for the collections that libraries use.</summary>
    public static object? Find(in SamplingParameters span, string key)
    {
        switch (span.Tags)
        {
            case ActivityTagsCollection collection:
                if (collection.TryGetValue(key, out var known))
                    return known;
                break;
            case IReadOnlyList<KeyValuePair<string, object?>> list:
                for (var i = 0; i < list.Count; i++)
                {
                    if (list[i].Key == key)
                        return list[i].Value;
                }
                break;
            case { } tags:
                foreach (var tag in tags)
                {
                    if (tag.Key == key)
                        return tag.Value;
                }
                break;
        }
        return IsOfRequest(in span) ? IncomingRequest.Find(key) : null;
    }

    /// <summary>Whether an attribute that was not found may be known later, but early enough to go by it.</summary>
    public static bool IsToCome(in SamplingParameters span, string key) =>
        key == IncomingRequest.Route && IsOfRequest(in span) && IncomingRequest.IsBeforeRouting;

    private static bool IsOfRequest(in SamplingParameters span) =>
        span.Kind == ActivityKind.Server && span.Name == IncomingRequest.Activity;
}
