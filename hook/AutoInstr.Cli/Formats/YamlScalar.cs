using System.Globalization;
using System.Text;

namespace AutoInstr.Cli.Formats;

/// <summary>Double-quoted scalars of YAML 1.2.</summary>
internal static class YamlScalar
{
    /// <summary>Quotes a text; what is quoted is never taken for a number, a date or a truth value.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append(@"\\"),
                '\n' => quoted.Append("\\n"),
                '\t' => quoted.Append("\\t"),
                _ when char.IsControl(character) || character is '\u2028' or '\u2029' or '\ufeff' =>
                    quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => quoted.Append(character),
            };
        }
        return quoted.Append('"').ToString();
    }
}
