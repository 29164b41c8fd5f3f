namespace AutoInstr.Agent.Configuration;

/// <summary>Names that are in or out, with wildcards.</summary>
/// <param name="Included">What is in; all where there is none.</param>
/// <param name="Excluded">What of it is out.</param>
internal sealed record IncludeExclude(IReadOnlyList<string> Included, IReadOnlyList<string> Excluded)
{
    /// <summary>Whether a name is in.</summary>
    public bool Contains(string name) => (Included.Count == 0 || Any(Included, name)) && !Any(Excluded, name);

    /// <inheritdoc/>
    public override string ToString() => $"+[{string.Join(',', Included)}] -[{string.Join(',', Excluded)}]";

    private static bool Any(IReadOnlyList<string> patterns, string name)
    {
        // By index: an enumerator would be allocated for each span.
        for (var i = 0; i < patterns.Count; i++)
        {
            if (Wildcard.Matches(patterns[i], name))
                return true;
        }
        return false;
    }
}
