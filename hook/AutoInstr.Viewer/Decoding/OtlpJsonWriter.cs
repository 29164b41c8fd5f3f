using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace AutoInstr.Viewer.Decoding;

/// <summary>Writes OTLP's JSON encoding, on one line.</summary>
/// <remarks>The differences to protobuf's own mapping are those of <see cref="OtlpJsonReader"/>. Fields with their default value are left
/// out.</remarks>
internal static class OtlpJsonWriter
{
    // Only what JSON itself demands is escaped: the output is data, never part of a web page.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a message as a JSON object in UTF-8.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="message">The message.</param>
    public static void Write(IBufferWriter<byte> output, IMessage message)
    {
        using var writer = new Utf8JsonWriter(output, Options);
        WriteMessage(writer, message);
    }

    private static void WriteMessage(Utf8JsonWriter writer, IMessage message)
    {
        writer.WriteStartObject();
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            var value = field.Accessor.GetValue(message);
            if (IsDefault(field, message, value))
                continue;
            writer.WritePropertyName(field.JsonName);
            if (field.IsRepeated)
                WriteArray(writer, field, (IList)value);
            else
                WriteValue(writer, field, value);
        }
        writer.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter writer, FieldDescriptor field, IList values)
    {
        writer.WriteStartArray();
        foreach (var value in values)
            WriteValue(writer, field, value!);
        writer.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter writer, FieldDescriptor field, object value)
    {
        switch (value)
        {
            case IMessage message:
                WriteMessage(writer, message);
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case ByteString id when OtlpJsonFormat.IsId(field):
                writer.WriteStringValue(Convert.ToHexString(id.Span).ToLowerInvariant());
                break;
            case ByteString bytes:
                writer.WriteBase64StringValue(bytes.Span);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            // Not finite, or 64 bits wide: a JSON number could not hold it.
            case double or long or ulong:
                writer.WriteStringValue(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                break;
            case Enum:
                writer.WriteNumberValue(Convert.ToInt32(value, CultureInfo.InvariantCulture));
                break;
            default:
                writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static bool IsDefault(FieldDescriptor field, IMessage message, object? value) => value switch
    {
        // A member of a oneof is said even when it is zero, because that it is set is information.
        _ when field.ContainingOneof is { } oneof => oneof.Accessor.GetCaseFieldDescriptor(message) != field,
        null => true,
        IList list => list.Count == 0,
        string text => text.Length == 0,
        ByteString bytes => bytes.IsEmpty,
        IMessage => false,
        bool flag => !flag,
        _ => Convert.ToDouble(value, CultureInfo.InvariantCulture) == 0,
    };
}
