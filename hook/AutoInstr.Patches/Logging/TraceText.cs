using System.Diagnostics;

namespace AutoInstr.Patches.Logging;

/// <summary>How the ids are called that the application's own logs are given:
/// https://opentelemetry.io/docs/specs/otel/compatibility/logging_trace_context/.</summary>
internal static class TraceText
{
    /// <summary>The trace's.</summary>
    public const string TraceId = "trace_id";

    /// <summary>The span's.</summary>
    public const string SpanId = "span_id";

    /// <summary>Whether a name is one of the two.</summary>
    public static bool IsIts(string name) => name is TraceId or SpanId;

    /// <summary>The ids of what is going on.</summary>
    /// <returns>Whether there are some.</returns>
    public static bool TryGet(out string traceId, out string spanId)
    {
        var activity = Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? current : null;
        (traceId, spanId) = (activity?.TraceId.ToHexString() ?? "", activity?.SpanId.ToHexString() ?? "");
        return activity != null;
    }
}
