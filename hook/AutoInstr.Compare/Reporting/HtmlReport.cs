using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace AutoInstr.Compare.Reporting;

/// <summary>A report as one page that needs nothing else: styles, script and data are within it.</summary>
internal static class HtmlReport
{
    /// <summary>Writes the page.</summary>
    /// <exception cref="ComparisonException">The file cannot be written.</exception>
    public static void Write(Report report, string path)
    {
        try
        {
            File.WriteAllText(path, Render(report));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ComparisonException($"--html {path} cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Makes the page. Its policy allows this one script and these styles, and no request to anywhere.</summary>
    public static string Render(Report report)
    {
        // As it is a module, the script may have what the viewer's file exports within it.
        var (styles, script) = (Resource("report.css"), $"{Resource("format.js")}\n{Resource("report.js")}");
        return Resource("report.html")
            .Replace("{styles-hash}", HashOf(styles), StringComparison.Ordinal)
            .Replace("{script-hash}", HashOf(script), StringComparison.Ordinal)
            .Replace("{styles}", styles, StringComparison.Ordinal)
            .Replace("{script}", script, StringComparison.Ordinal)
            // Last, so that nothing within the data is taken for a place to fill.
            .Replace("{data}", JsonReport.ToScriptData(report), StringComparison.Ordinal);
    }

    private static string HashOf(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
