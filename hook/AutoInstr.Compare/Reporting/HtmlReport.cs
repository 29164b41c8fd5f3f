using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AutoInstr.Compare.Reporting;

/// <summary>The report as a page of its own, which loads nothing.</summary>
internal static partial class HtmlReport
{
    /// <summary>No tree is deep in it, but System.Text.Json counts objects within lists too.</summary>
    private static readonly JsonSerializerOptions Compact = new() { MaxDepth = 1000 };

    /// <summary>Renders it.</summary>
    public static string Render(Report report)
    {
        var (style, script) = (Resource("report.css"), Resource("report.js"));
        // The encoder of JSON escapes what could end a script element: <, > and &.
        var parts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["style"] = style,
            ["script"] = script,
            ["styleHash"] = Hash(style),
            ["scriptHash"] = Hash(script),
            ["data"] = JsonReport.Of(report).ToJsonString(Compact),
        };
        return Placeholder().Replace(Resource("report.html"), match => parts[match.Groups[1].Value]);
    }

    /// <summary>With which the page's own policy admits its script and style, and nothing that may have slipped in.</summary>
    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Resource(string name)
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream("AutoInstr.Compare.Reporting.Page." + name)!;
        return new StreamReader(stream).ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex(@"\{\{(\w+)\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
