namespace AutoInstr.Compare.Matching;

/// <summary>The words of a name: <c>ReportMaker.WriteFileAsync</c> and <c>write file</c> share two.</summary>
internal static class NameTokens
{
    /// <summary>Splits a name at everything that is no letter or digit, and where a capital follows a small letter.</summary>
    /// <returns>The words in small letters, each once.</returns>
    public static IReadOnlySet<string> Of(string name)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            var isEnd = i == name.Length || !char.IsLetterOrDigit(name[i]);
            var isHump = !isEnd && i > start && char.IsUpper(name[i]) && char.IsLower(name[i - 1]);
            if (!isEnd && !isHump)
                continue;
            if (i > start && name[start..i].ToLowerInvariant() is var word && word != "async")
                words.Add(word);
            start = isHump ? i : i + 1;
        }
        return words;
    }

    /// <summary>How alike two names are.</summary>
    /// <returns>The part of all their words that both have, from 0 to 1.</returns>
    public static double Similarity(IReadOnlySet<string> one, IReadOnlySet<string> other)
    {
        var both = one.Count(other.Contains);
        return both == 0 ? 0 : (double)both / (one.Count + other.Count - both);
    }
}
