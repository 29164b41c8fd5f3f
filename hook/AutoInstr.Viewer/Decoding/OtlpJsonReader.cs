using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace AutoInstr.Viewer.Decoding;

/// <summary>Reads OTLP's JSON encoding.</summary>
/// <remarks>
/// It is protobuf's JSON mapping with the differences of https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding: trace and span
/// ids are hexadecimal, enumerations are numbers, keys are lowerCamelCase only, and unknown ones are ignored.
/// </remarks>
internal static class OtlpJsonReader
{
    // As deep as a protobuf message may be nested (100), each level of a value being up to two JSON levels.
    internal const int MaxDepth = 200;

    /// <summary>Reads a message.</summary>
    /// <param name="json">One JSON object in UTF-8, with or without a byte order mark.</param>
    /// <param name="message">The empty message to fill.</param>
    /// <exception cref="FormatException">It is not JSON, nested too deeply, or has a value of the wrong type.</exception>
    /// <exception cref="InvalidDataException">It consists of too many messages, see <see cref="MessageBudget"/>.</exception>
    public static void Read(ReadOnlySpan<byte> json, IMessage message)
    {
        var text = json.StartsWith(Encoding.UTF8.Preamble) ? json[Encoding.UTF8.Preamble.Length..] : json;
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            reader.Read();
            var budget = MessageBudget.Max;
            ReadMessage(ref reader, message, ref budget);
            if (reader.Read())
                throw new FormatException("there is more than one JSON value");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or OverflowException)
        {
            throw new FormatException(e.Message, e);
        }
    }

    private static void ReadMessage(ref Utf8JsonReader reader, IMessage message, ref int budget)
    {
        Expect(ref reader, JsonTokenType.StartObject, message.Descriptor.Name);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var field = FindField(ref reader, message.Descriptor);
            reader.Read();
            if (field is null)
                reader.Skip();
            else if (reader.TokenType != JsonTokenType.Null)
                ReadField(ref reader, message, field, ref budget);
        }
    }

    private static FieldDescriptor? FindField(ref Utf8JsonReader reader, MessageDescriptor message)
    {
        foreach (var field in message.Fields.InDeclarationOrder())
            if (reader.ValueTextEquals(field.JsonName))
                return field;
        return null;
    }

    private static void ReadField(ref Utf8JsonReader reader, IMessage message, FieldDescriptor field, ref int budget)
    {
        if (!field.IsRepeated)
        {
            field.Accessor.SetValue(message, ReadValue(ref reader, field, ref budget));
            return;
        }
        Expect(ref reader, JsonTokenType.StartArray, field.JsonName);
        var values = (IList)field.Accessor.GetValue(message);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            values.Add(ReadValue(ref reader, field, ref budget));
    }

    private static object ReadValue(ref Utf8JsonReader reader, FieldDescriptor field, ref int budget)
    {
        switch (field.FieldType)
        {
            case FieldType.Message:
                if (--budget < 0)
                    throw MessageBudget.Exceeded();
                var message = field.MessageType.Parser.ParseFrom(ReadOnlySpan<byte>.Empty);
                ReadMessage(ref reader, message, ref budget);
                return message;
            case FieldType.String:
                Expect(ref reader, JsonTokenType.String, field.JsonName);
                return reader.GetString()!;
            case FieldType.Bytes:
                Expect(ref reader, JsonTokenType.String, field.JsonName);
                return OtlpJsonFormat.IsId(field) ? ReadId(ref reader) : ReadBase64(ref reader);
            case FieldType.Bool:
                return reader.GetBoolean();
            case FieldType.Double:
                return ReadDouble(ref reader);
            case FieldType.Enum:
                return reader.GetInt32();
            case FieldType.Int32 or FieldType.SInt32:
                return ReadInteger<int>(ref reader);
            case FieldType.Int64 or FieldType.SFixed64:
                return ReadInteger<long>(ref reader);
            case FieldType.UInt64 or FieldType.Fixed64:
                return ReadInteger<ulong>(ref reader);
            case FieldType.UInt32 or FieldType.Fixed32:
                return ReadInteger<uint>(ref reader);
            default:
                throw new NotSupportedException($"{field.FullName} is a {field.FieldType}");
        }
    }

    /// <summary>An id that is not hexadecimal becomes one of no valid length, so that only its span is rejected, not the request.</summary>
    private static ByteString ReadId(ref Utf8JsonReader reader)
    {
        try
        {
            return UnsafeByteOperations.UnsafeWrap(Convert.FromHexString(reader.GetString()!));
        }
        catch (FormatException)
        {
            return ByteString.CopyFrom(0);
        }
    }

    /// <summary>Base64 as protobuf's JSON mapping has it: standard or URL-safe, padded or not.</summary>
    private static ByteString ReadBase64(ref Utf8JsonReader reader)
    {
        var text = reader.GetString()!.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        return UnsafeByteOperations.UnsafeWrap(Convert.FromBase64String(text.PadRight((text.Length + 3) & ~3, '=')));
    }

    /// <summary>An integer as a number or, as 64-bit ones have to be, as text.</summary>
    private static T ReadInteger<T>(ref Utf8JsonReader reader)
        where T : struct, IBinaryInteger<T> => reader.TokenType switch
        {
            JsonTokenType.Number => T.Parse(reader.ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
            JsonTokenType.String => T.Parse(reader.GetString()!, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
            var other => throw new FormatException($"an integer is a {other}"),
        };

    private static double ReadDouble(ref Utf8JsonReader reader) => reader.TokenType != JsonTokenType.String
        ? reader.GetDouble()
        : reader.GetString() switch
        {
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            "NaN" => double.NaN,
            var text => double.Parse(text!, CultureInfo.InvariantCulture),
        };

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string what)
    {
        if (reader.TokenType != type)
            throw new FormatException($"{what} is a {reader.TokenType} instead of a {type}");
    }
}
