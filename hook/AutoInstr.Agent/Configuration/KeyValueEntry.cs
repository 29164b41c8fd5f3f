using System.Globalization;
using System.Text;

namespace AutoInstr.Agent.Configuration;

/// <summary>An entry of a list in the form of W3C baggage: <c>key=value</c>, percent-encoded.</summary>
internal static class KeyValueEntry
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Splits an entry at its first <c>=</c> and decodes both sides.</summary>
    /// <returns>What is wrong with it, if anything; the pair is to be used only when nothing is.</returns>
    public static EntryProblem Parse(string entry, out KeyValuePair<string, string> pair)
    {
        pair = default;
        var equals = entry.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
            return EntryProblem.Form;
        if (Decode(entry[..equals].Trim()) is not { } key || Decode(entry[(equals + 1)..].Trim()) is not { } value)
            return EntryProblem.Encoding;
        pair = new(key, value);
        return key.Length > 0 ? EntryProblem.None : EntryProblem.Form;
    }

    /// <returns><see langword="null"/> for a percent sign that two hexadecimal digits do not
    /// follow, and for bytes that are not UTF-8.</returns>
    private static string? Decode(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
            return text;
        var bytes = Encoding.UTF8.GetBytes(text);
        var length = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            var next = bytes[i];
            if (next == '%')
            {
                if (i + 2 >= bytes.Length || !byte.TryParse(bytes.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, null, out next))
                    return null;
                i += 2;
            }
            bytes[length++] = next;
        }
        try
        {
            return StrictUtf8.GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}

/// <summary>What can be wrong with an entry.</summary>
internal enum EntryProblem
{
    /// <summary>Nothing.</summary>
    None,
    /// <summary>It has no key or no equals sign.</summary>
    Form,
    /// <summary>It cannot be percent-decoded.</summary>
    Encoding,
}
