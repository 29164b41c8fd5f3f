namespace AutoInstr.Cli.Flags;

/// <summary>Guesses what a misspelt name was meant to be.</summary>
internal static class Spelling
{
    /// <summary>The share of a name that may be wrong for a guess to be worth saying: a third.</summary>
    private const int WrongShare = 3;

    /// <summary>Finds the name that takes the fewest edits to reach.</summary>
    /// <param name="name">The name as given.</param>
    /// <param name="known">The names there are.</param>
    /// <returns>The nearest, or <see langword="null"/> when none is near.</returns>
    public static string? FindNearest(string name, IEnumerable<string> known)
    {
        string? nearest = null;
        var fewest = Math.Max(2, name.Length / WrongShare) + 1;
        foreach (var candidate in known)
        {
            var edits = CountEdits(name, candidate);
            if (edits < fewest)
                (nearest, fewest) = (candidate, edits);
        }
        return nearest;
    }

    /// <summary>Levenshtein's distance: how many characters must be inserted, deleted or replaced.</summary>
    private static int CountEdits(string from, string to)
    {
        var row = new int[to.Length + 1];
        for (var j = 0; j <= to.Length; j++)
            row[j] = j;
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }
        return row[to.Length];
    }
}
