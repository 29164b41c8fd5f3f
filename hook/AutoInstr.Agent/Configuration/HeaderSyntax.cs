namespace AutoInstr.Agent.Configuration;

/// <summary>What may stand in an HTTP header (RFC 9110, section 5).</summary>
internal static class HeaderSyntax
{
    /// <summary>Whether a text is a token, as names of headers are.</summary>
    public static bool IsName(string text)
    {
        foreach (var character in text)
        {
            if (!char.IsAsciiLetterOrDigit(character) && !"!#$%&'*+-.^_`|~".Contains(character, StringComparison.Ordinal))
                return false;
        }
        return text.Length > 0;
    }

    /// <summary>Whether a text can be sent as a value: no line break and no other control character but the tabulator.</summary>
    public static bool IsValue(string text)
    {
        foreach (var character in text)
        {
            if (char.IsControl(character) && character != '\t')
                return false;
        }
        return true;
    }
}
