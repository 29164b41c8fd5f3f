using System.Collections;
using System.Globalization;

namespace AutoInstr.Viewer.Model;

/// <summary>Values of attributes as people read them.</summary>
internal static class AttributeText
{
    /// <summary>A value as text.</summary>
    public static string Of(object? value) => value switch
    {
        null => "null",
        string text => text,
        bool truth => truth ? "true" : "false",
        byte[] bytes => Convert.ToHexString(bytes).ToLowerInvariant(),
        AttributeMap map => $"{{{string.Join(", ", map.Select(static item => $"{item.Key}: {Of(item.Value)}"))}}}",
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Of))}]",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>What OTLP calls the type of a value, in short.</summary>
    public static string TypeOf(object? value) => value switch
    {
        null => "null",
        string => "string",
        bool => "bool",
        long => "int",
        double => "double",
        byte[] => "bytes",
        AttributeMap => "map",
        _ => "array",
    };
}
