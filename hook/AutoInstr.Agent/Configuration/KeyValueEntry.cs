namespace AutoInstr.Agent.Configuration;

/// <summary>An entry of a list in the form of W3C baggage: <c>key=value</c>, percent-encoded.</summary>
internal static class KeyValueEntry
{
    /// <summary>Splits an entry at its first <c>=</c> and decodes both sides; a percent sign that encodes nothing stays as it is.</summary>
    /// <returns>Whether there is a key and an equals sign.</returns>
    public static bool TryParse(string entry, out KeyValuePair<string, string> pair)
    {
        var equals = entry.IndexOf('=', StringComparison.Ordinal);
        var key = equals < 0 ? "" : Decode(entry[..equals].Trim());
        pair = key.Length == 0 ? default : new(key, Decode(entry[(equals + 1)..].Trim()));
        return key.Length > 0;
    }

    private static string Decode(string text) => text.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(text) : text;
}
