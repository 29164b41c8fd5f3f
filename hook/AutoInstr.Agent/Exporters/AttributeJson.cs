using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AutoInstr.Agent.Traces;

namespace AutoInstr.Agent.Exporters;

/// <summary>Attributes as JSON, for the exporters that have no limits of their own.</summary>
internal static class AttributeJson
{
    // Arrays in arrays are no attributes by the specification; this only keeps one that contains itself from going on for ever.
    private const int MaxDepth = 3;

    /// <summary>Writes attributes as members of an object that is open.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="tags">The attributes.</param>
    /// <param name="count">How many are written, or <see langword="null"/> for all.</param>
    /// <param name="length">Characters of a string that are written, or <see langword="null"/> for all.</param>
    /// <returns>How many were left out.</returns>
    public static int WriteMembers(Utf8JsonWriter writer, Activity.Enumerator<KeyValuePair<string, object?>> tags, int? count, int? length)
    {
        var written = 0;
        var dropped = 0;
        while (tags.MoveNext())
        {
            var (key, value) = tags.Current;
            if (SpanStatus.IsStatusTag(key))
                continue;
            if (written == count)
            {
                dropped++;
                continue;
            }
            written++;
            writer.WritePropertyName(key);
            WriteValue(writer, value, length);
        }
        return dropped;
    }

    /// <summary>Writes a value: a number, a truth value, a string, or a list of them.</summary>
    public static void WriteValue(Utf8JsonWriter writer, object? value, int? length, int depth = 0)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            case sbyte or byte or short or ushort or int or uint or long:
                writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case float or double when double.IsFinite(Convert.ToDouble(value, CultureInfo.InvariantCulture)):
                writer.WriteNumberValue(Convert.ToDouble(value, CultureInfo.InvariantCulture));
                break;
            case Array list when depth < MaxDepth:
                writer.WriteStartArray();
                foreach (var item in list)
                    WriteValue(writer, item, length, depth + 1);
                writer.WriteEndArray();
                break;
            default:
                writer.WriteStringValue(Text(value, length));
                break;
        }
    }

    /// <summary>A value as text, cut to a length. A character of two halves is never cut in two.</summary>
    public static string Text(object? value, int? length)
    {
        string? text;
        try
        {
            text = value as string ?? Convert.ToString(value, CultureInfo.InvariantCulture);
        }
        catch (Exception exception)
        {
            // ToString of an application's type is the application's code.
            text = exception.GetType().Name;
        }
        if (text is null)
            return "";
        if (text.Length <= length || length is null)
            return text;
        var end = length.Value;
        if (end > 0 && char.IsHighSurrogate(text[end - 1]))
            end--;
        return text[..end];
    }
}
