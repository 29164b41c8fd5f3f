using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using AutoInstr.Viewer.Model;

namespace AutoInstr.Compare.Differences;

/// <summary>Values of attributes as text.</summary>
internal static partial class ValueText
{
    private const string Any = "*";

    /// <summary>A value as people read it.</summary>
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

    /// <summary>A text without what is another one in every run: ids, and ports in addresses.</summary>
    public static string Stable(string text) => Port().Replace(Id().Replace(text, Any), ":" + Any);

    /// <summary>GUIDs, and hexadecimal numbers of at least 16 digits.</summary>
    [GeneratedRegex("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-fA-F]{16,}", RegexOptions.CultureInvariant)]
    private static partial Regex Id();

    /// <summary>A number behind a host.</summary>
    [GeneratedRegex(@"(?<=[\w\]]):\d{1,5}(?!\d)", RegexOptions.CultureInvariant)]
    private static partial Regex Port();
}
