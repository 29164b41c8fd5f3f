namespace AutoInstr.Agent.Configuration;

/// <summary>Others' text as it may be shown in a message.</summary>
internal static class Quoted
{
    private const int MaxLength = 100;

    /// <summary>A value: in quotes, on one line, not too long, and no key material that was pasted where a path belongs.</summary>
    public static string Value(string value)
    {
        if (value.Contains("-----BEGIN", StringComparison.Ordinal))
            return "the PEM text";
        if (value.Length > MaxLength)
            value = string.Concat(value.AsSpan(0, MaxLength), "...");
        return "'" + OnOneLine(value) + "'";
    }

    /// <summary>A text without line breaks and other control characters.</summary>
    public static string OnOneLine(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        for (var i = 0; i < span.Length; i++)
            span[i] = char.IsControl(source[i]) ? ' ' : source[i];
    });
}
