using AutoInstr.Viewer.Model;
using Google.Protobuf;

namespace AutoInstr.Viewer.Decoding;

/// <summary>Makes attributes, values and ids of a request of the model's: the way back of <see cref="AttributeDecoder"/>.</summary>
internal static class AttributeEncoder
{
    /// <summary>An id, or nothing of an empty string.</summary>
    public static ByteString Bytes(string hex) => ByteString.CopyFrom(Convert.FromHexString(hex));

    /// <summary>Encodes a resource.</summary>
    public static Otlp.Resource Resource(AttributeMap attributes)
    {
        var resource = new Otlp.Resource();
        resource.Attributes.AddRange(Attributes(attributes));
        return resource;
    }

    /// <summary>Encodes attributes.</summary>
    public static IEnumerable<Otlp.KeyValue> Attributes(AttributeMap attributes) =>
        attributes.Select(static item => new Otlp.KeyValue { Key = item.Key, Value = Value(item.Value) });

    /// <summary>Encodes a value.</summary>
    public static Otlp.AnyValue Value(object? value)
    {
        switch (value)
        {
            case string text: return new Otlp.AnyValue { StringValue = text };
            case bool truth: return new Otlp.AnyValue { BoolValue = truth };
            case long number: return new Otlp.AnyValue { IntValue = number };
            case double number: return new Otlp.AnyValue { DoubleValue = number };
            case byte[] bytes: return new Otlp.AnyValue { BytesValue = ByteString.CopyFrom(bytes) };
            case AttributeMap map:
                var list = new Otlp.KeyValueList();
                list.Values.AddRange(Attributes(map));
                return new Otlp.AnyValue { KvlistValue = list };
            case object?[] items:
                var array = new Otlp.ArrayValue();
                array.Values.AddRange(items.Select(Value));
                return new Otlp.AnyValue { ArrayValue = array };
            default: return new Otlp.AnyValue();
        }
    }
}
