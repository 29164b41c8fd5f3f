namespace AutoInstr.Patches.Logging;

/// <summary>How the ids are called that the application's own logs are given:
/// https://opentelemetry.io/docs/specs/otel/compatibility/logging_trace_context/.</summary>
internal static class TraceText
{
    /// <summary>The trace's.</summary>
    public const string TraceId = "trace_id";

    /// <summary>The span's.</summary>
    public const string SpanId = "span_id";
}
