using System.Globalization;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Configuration.File;

namespace AutoInstr.Doctor.Conversion;

/// <summary>Writes a configuration file for people to read on: indented by two, without more quotes than needed.</summary>
/// <param name="output">Where it is written.</param>
internal sealed class YamlWriter(TextWriter output)
{
    private const int Indentation = 2;

    private int _depth;
    private bool _beginsItem;

    /// <summary>Writes a comment.</summary>
    public void Comment(string text) => Line("# " + Quoted.OnOneLine(text));

    /// <summary>Writes a name whose value is a mapping or a list.</summary>
    public void Section(string name, Action content)
    {
        Line(name + ":");
        _depth++;
        content();
        _depth--;
    }

    /// <summary>Writes an entry of a list that is a mapping.</summary>
    public void Item(Action content)
    {
        _beginsItem = true;
        _depth++;
        content();
        _depth--;
    }

    /// <summary>Writes a name without a value.</summary>
    public void Empty(string name) => Line(name + ":");

    /// <summary>Writes a text.</summary>
    public void Write(string name, string text) => Line($"{name}: {Scalar(text)}");

    /// <summary>Writes a number.</summary>
    public void Write(string name, int value) => Line(name + ": " + value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Writes a number.</summary>
    public void Write(string name, double value) => Line(name + ": " + value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Writes true or false.</summary>
    public void Write(string name, bool value) => Line(name + (value ? ": true" : ": false"));

    /// <summary>Writes a list of texts.</summary>
    public void Write(string name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
            Line(name + ": []");
        else
            Section(name, () =>
            {
                foreach (var text in texts)
                    Line("- " + Scalar(text));
            });
    }

    /// <summary>Writes a name whose value is that of an environment variable whenever the file is read.</summary>
    public void Reference(string name, string variable) => Line($"{name}: ${{{variable}}}");

    private static string Scalar(string text)
    {
        text = text.Replace("$", "$$", StringComparison.Ordinal);
        return IsPlain(text) ? text : $"\"{string.Concat(text.Select(Escaped))}\"";
    }

    /// <summary>Whether a text is read as itself without quotes; fewer are than could be.</summary>
    private static bool IsPlain(string text) =>
        YamlScalar.Resolve(text) == ScalarType.Text && char.IsAsciiLetter(text[0]) && !text.EndsWith(':') &&
        text.All(static character => char.IsAsciiLetterOrDigit(character) || "-_./:*@+$".Contains(character, StringComparison.Ordinal));

    private static string Escaped(char character) => character switch
    {
        '"' => "\\\"",
        '\\' => @"\\",
        '\n' => "\\n",
        '\t' => "\\t",
        _ when char.IsControl(character) || character is '\u2028' or '\u2029' or '\ufeff' =>
            string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
        _ => character.ToString(),
    };

    private void Line(string text)
    {
        var indentation = new string(' ', Indentation * _depth);
        if (_beginsItem)
            indentation = indentation[..^Indentation] + "- ";
        _beginsItem = false;
        output.Write(indentation + text + "\n");
    }
}
