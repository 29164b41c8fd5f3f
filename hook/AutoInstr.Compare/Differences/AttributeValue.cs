using System.Globalization;
using AutoInstr.Viewer.Model;

namespace AutoInstr.Compare.Differences;

/// <summary>Values of attributes, as the model has them.</summary>
internal static class AttributeValue
{
    /// <summary>The type as the semantic conventions name it.</summary>
    public static string TypeOf(object? value) => value switch
    {
        string => "string",
        bool => "boolean",
        long => "int",
        double => "double",
        byte[] => "bytes",
        AttributeMap => "map",
        object?[] { Length: > 0 } array when array.Select(TypeOf).Distinct(StringComparer.Ordinal).Count() == 1 => TypeOf(array[0]) + "[]",
        object?[] => "array",
        _ => "empty",
    };

    /// <summary>The value as text; two values of a type are the same exactly when their texts are.</summary>
    public static string TextOf(object? value) => value switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "true" : "false",
        byte[] bytes => Convert.ToBase64String(bytes),
        object?[] array => $"[{string.Join(", ", array.Select(TextWithin))}]",
        AttributeMap map => $"{{{string.Join(", ", map.Select(static item => $"{Quoted(item.Key)}: {TextWithin(item.Value)}"))}}}",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string TextWithin(object? value) => value is string text ? Quoted(text) : TextOf(value);

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
