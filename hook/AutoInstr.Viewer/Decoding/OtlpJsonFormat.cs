using Google.Protobuf.Reflection;

namespace AutoInstr.Viewer.Decoding;

/// <summary>What reader and writer of OTLP's JSON encoding agree on.</summary>
internal static class OtlpJsonFormat
{
    /// <summary>Whether a field is a trace or span id, which is hexadecimal where other bytes are base64.</summary>
    public static bool IsId(FieldDescriptor field) => field.Name is "trace_id" or "span_id" or "parent_span_id";
}
