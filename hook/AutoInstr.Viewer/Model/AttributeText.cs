using System.Globalization;

namespace AutoInstr.Viewer.Model;

/// <summary>Values of attributes as people read them.</summary>
internal static class AttributeText
{
    /// <summary>A value as text; two values of a type are the same exactly when their texts are.</summary>
    public static string Of(object? value) => value switch
    {
        null => "null",
        string text => text,
        bool truth => truth ? "true" : "false",
        byte[] bytes => Convert.ToHexString(bytes).ToLowerInvariant(),
        object?[] items => $"[{string.Join(", ", items.Select(Within))}]",
        AttributeMap map => $"{{{string.Join(", ", Sorted(map).Select(static item => $"{Quoted(item.Key)}: {Within(item.Value)}"))}}}",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>The type of a value as the semantic conventions name it, such as <c>int</c> or <c>string[]</c>.</summary>
    public static string TypeOf(object? value) => value switch
    {
        null => "null",
        string => "string",
        bool => "boolean",
        long => "int",
        double => "double",
        byte[] => "bytes",
        AttributeMap => "map",
        object?[] { Length: > 0 } items when items.Select(TypeOf).Distinct(StringComparer.Ordinal).Count() == 1 => TypeOf(items[0]) + "[]",
        _ => "array",
    };

    private static IEnumerable<KeyValuePair<string, object?>> Sorted(AttributeMap map) =>
        map.OrderBy(static item => item.Key, StringComparer.Ordinal);

    private static string Within(object? value) => value is string text ? Quoted(text) : Of(value);

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
