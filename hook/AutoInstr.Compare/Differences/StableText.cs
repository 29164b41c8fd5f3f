using System.Text.RegularExpressions;

namespace AutoInstr.Compare.Differences;

/// <summary>Values of attributes without what is another one in every run.</summary>
internal static partial class StableText
{
    private const string Any = "*";

    /// <summary>A text without ids, and without ports in addresses.</summary>
    public static string Of(string text) => Port().Replace(Id().Replace(text, Any), ":" + Any);

    /// <summary>GUIDs, and hexadecimal numbers of at least 16 digits.</summary>
    [GeneratedRegex("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-fA-F]{16,}", RegexOptions.CultureInvariant)]
    private static partial Regex Id();

    /// <summary>A number behind a host.</summary>
    [GeneratedRegex(@"(?<=[\w\]]):\d{1,5}(?!\d)", RegexOptions.CultureInvariant)]
    private static partial Regex Port();
}
