using System.Text.RegularExpressions;

namespace AutoInstr.Compare.Differences;

/// <summary>Texts without what is another one in every run.</summary>
internal static partial class StableText
{
    /// <summary>A text without ids, and without ports in addresses.</summary>
    public static string Of(string text) => Port().Replace(Id().Replace(text, "*"), "");

    /// <summary>GUIDs, and hexadecimal numbers of at least 16 digits.</summary>
    [GeneratedRegex("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-fA-F]{16,}", RegexOptions.CultureInvariant)]
    private static partial Regex Id();

    /// <summary>The port in a URL, and behind an IP address or the local host.</summary>
    [GeneratedRegex(
        @"(?<=://[^/?#\s]*|(?<![\d.])\d{1,3}(\.\d{1,3}){3}|\blocalhost|\[[0-9a-fA-F:]+\]):\d{1,5}(?![\d:])", RegexOptions.CultureInvariant)]
    private static partial Regex Port();
}
