namespace AutoInstr.Agent.Configuration;

/// <summary>Patterns of the configuration file: <c>?</c> is any character, <c>*</c> any number of them.</summary>
internal static class Wildcard
{
    /// <summary>Whether a pattern is one, and not a name.</summary>
    public static bool IsPattern(string text) => text.AsSpan().ContainsAny('*', '?');

    /// <summary>Whether a text is of a pattern. Allocates nothing, and takes no longer than the product of the lengths.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="text">The text.</param>
    /// <param name="ignoreCase">Whether case is of no matter.</param>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text, bool ignoreCase = false)
    {
        int at = 0, from = 0, star = -1, retry = 0;
        while (at < text.Length)
        {
            if (from < pattern.Length && pattern[from] == '*')
                (star, retry) = (from++, at);
            else if (from < pattern.Length && (pattern[from] == '?' || Equal(pattern[from], text[at], ignoreCase)))
                (from, at) = (from + 1, at + 1);
            else if (star >= 0)
                (from, at) = (star + 1, ++retry);
            else
                return false;
        }
        return pattern[from..].Trim('*').IsEmpty;
    }

    private static bool Equal(char left, char right, bool ignoreCase) =>
        left == right || (ignoreCase && char.ToUpperInvariant(left) == char.ToUpperInvariant(right));
}
