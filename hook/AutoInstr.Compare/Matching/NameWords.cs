namespace AutoInstr.Compare.Matching;

/// <summary>The words of names: <c>ReportMaker.WriteFileAsync</c> and <c>write file</c> share two.</summary>
internal sealed class NameWords
{
    /// <summary>Of all words of two names, so many at least are in both: a quarter.</summary>
    private const double Alike = 0.25;

    private readonly Dictionary<string, HashSet<string>> _words = new(StringComparer.Ordinal);

    /// <summary>Finds the pairs of names that are alike.</summary>
    /// <returns>The most alike first.</returns>
    public IReadOnlyList<(string Manual, string Automatic)> FindAlike(IReadOnlyList<string> manual, IReadOnlyList<string> automatic) =>
    [
        .. from ours in manual
           from theirs in automatic
           let similarity = Similarity(Of(ours), Of(theirs))
           where similarity >= Alike
           orderby similarity descending
           select (ours, theirs),
    ];

    private static double Similarity(HashSet<string> one, HashSet<string> other)
    {
        var both = one.Count(other.Contains);
        return both == 0 ? 0 : (double)both / (one.Count + other.Count - both);
    }

    private HashSet<string> Of(string name)
    {
        if (!_words.TryGetValue(name, out var words))
            _words.Add(name, words = Split(name));
        return words;
    }

    /// <summary>Splits at everything that is no letter or digit, and where a capital follows a small letter.</summary>
    private static HashSet<string> Split(string name)
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
}
