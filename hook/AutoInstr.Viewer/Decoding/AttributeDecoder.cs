using AutoInstr.Viewer.Model;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace AutoInstr.Viewer.Decoding;

/// <summary>Makes the model's attributes, values and ids of those of a request.</summary>
internal static class AttributeDecoder
{
    /// <summary>How many bytes a trace's id has.</summary>
    public const int TraceIdBytes = 16;

    /// <summary>How many bytes a span's id has.</summary>
    public const int SpanIdBytes = 8;

    /// <summary>Whether an id has the right length and is not all zeros.</summary>
    public static bool IsId(ByteString id, int length) => id.Length == length && id.Span.ContainsAnyExcept((byte)0);

    /// <summary>An id in hexadecimal digits.</summary>
    public static string Hex(ByteString id) => Convert.ToHexString(id.Span).ToLowerInvariant();

    /// <summary>An id in hexadecimal digits, or an empty string when it is none.</summary>
    public static string HexOrEmpty(ByteString id, int length) => IsId(id, length) ? Hex(id) : "";

    /// <summary>Decodes attributes.</summary>
    public static AttributeMap Attributes(RepeatedField<Otlp.KeyValue>? attributes) =>
        attributes is null or []
            ? AttributeMap.Empty
            : new AttributeMap(attributes.Select(static a => KeyValuePair.Create(a.Key, Value(a.Value))));

    /// <summary>Decodes a value. Its depth is bounded by what the decoders of the request accept.</summary>
    public static object? Value(Otlp.AnyValue? value) => value?.ValueCase switch
    {
        Otlp.AnyValue.ValueOneofCase.StringValue => value.StringValue,
        Otlp.AnyValue.ValueOneofCase.BoolValue => value.BoolValue,
        Otlp.AnyValue.ValueOneofCase.IntValue => value.IntValue,
        Otlp.AnyValue.ValueOneofCase.DoubleValue => value.DoubleValue,
        Otlp.AnyValue.ValueOneofCase.BytesValue => value.BytesValue.ToByteArray(),
        Otlp.AnyValue.ValueOneofCase.ArrayValue => value.ArrayValue.Values.Select(Value).ToArray(),
        Otlp.AnyValue.ValueOneofCase.KvlistValue => Attributes(value.KvlistValue.Values),
        _ => null,
    };
}
