using System.Globalization;
using System.Text;

namespace AutoInstr.Viewer.Terminal;

/// <summary>Text as a terminal shows it: what a sender wrote, made harmless and measured in cells.</summary>
internal static class TerminalText
{
    /// <summary>Replaces what could move the cursor, colour, or reorder the line; runs of white space become one space.</summary>
    /// <param name="text">Anything a sender wrote.</param>
    /// <param name="maxLength">How many characters of it are looked at.</param>
    /// <returns>Text on one line, of printable characters.</returns>
    public static string Sanitize(string text, int maxLength = 1000)
    {
        var safe = new StringBuilder(Math.Min(text.Length, maxLength));
        var examined = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (examined++ == maxLength)
            {
                safe.Append('…');
                break;
            }
            if (Rune.IsWhiteSpace(rune))
            {
                if (safe.Length > 0 && safe[^1] != ' ')
                    safe.Append(' ');
            }
            else if (IsHarmless(rune))
            {
                safe.Append(rune);
            }
            else
            {
                safe.Append('\ufffd');
            }
        }
        return safe.ToString().TrimEnd(' ');
    }

    /// <summary>How many cells harmless text takes.</summary>
    public static int Width(string text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes())
            width += Width(rune);
        return width;
    }

    /// <summary>Cuts harmless text to a number of cells; an ellipsis stands for what is missing.</summary>
    public static string Fit(string text, int cells)
    {
        if (Width(text) <= cells)
            return text;
        if (cells <= 0)
            return "";
        var fitted = new StringBuilder();
        var width = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            width += Width(rune);
            if (width > cells - 1)
                break;
            fitted.Append(rune);
        }
        return fitted.Append('…').ToString();
    }

    /// <summary>Breaks harmless text into lines, between words where it can; an ellipsis stands for what is missing at the end.</summary>
    public static IEnumerable<string> Wrap(string text, int cells, int maxLines)
    {
        for (var line = 1; line < maxLines && Width(text) > cells; line++)
        {
            var part = Fit(text, cells + 1).TrimEnd('…');
            var space = part.LastIndexOf(' ');
            var end = space > part.Length / 2 ? space : part.Length;
            yield return text[..end].TrimEnd(' ');
            text = text[end..].TrimStart(' ');
        }
        yield return Fit(text, cells);
    }

    /// <summary>Cuts or fills harmless text to exactly a number of cells.</summary>
    public static string Pad(string text, int cells)
    {
        var fitted = Fit(text, cells);
        return fitted + new string(' ', cells - Width(fitted));
    }

    private static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    // The blocks that terminals draw two cells wide (Unicode Standard Annex #11, in its broad lines).
    private static int Width(Rune rune) => rune.Value switch
    {
        < 0x300 => 1,
        (>= 0x1100 and <= 0x115f) or (>= 0x2e80 and <= 0xa4cf) or (>= 0xac00 and <= 0xd7a3) or (>= 0xf900 and <= 0xfaff) => 2,
        (>= 0xfe30 and <= 0xfe6f) or (>= 0xff00 and <= 0xff60) or (>= 0xffe0 and <= 0xffe6) => 2,
        (>= 0x1f300 and <= 0x1faff) or (>= 0x20000 and <= 0x3fffd) => 2,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? 0 : 1,
    };
}
