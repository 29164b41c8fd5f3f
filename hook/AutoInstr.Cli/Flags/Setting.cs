namespace AutoInstr.Cli.Flags;

/// <summary>A variable that is also a flag.</summary>
/// <param name="Variable">Its name; <c>{ID}</c> in it stands for an instrumentation or a detector.</param>
internal sealed record Setting(string Variable)
{
    private const string Placeholder = "{ID}";
    private const string CommonPrefix = "OTEL_";

    /// <summary>The flag without its dashes: lower case, and without <c>OTEL_</c>.</summary>
    public string Flag { get; } =
        (Variable.StartsWith(CommonPrefix, StringComparison.Ordinal) ? Variable[CommonPrefix.Length..] : Variable).ToLowerInvariant().Replace("{id}", Placeholder);

    /// <summary>Finds the variable that a flag stands for.</summary>
    /// <param name="flag">Lower case, with underscores; the flag or the variable's whole name.</param>
    /// <returns>The variable's name, or <see langword="null"/> when this setting is not meant.</returns>
    public string? Match(string flag)
    {
        var hole = Flag.IndexOf(Placeholder, StringComparison.Ordinal);
        if (hole < 0)
            return flag == Flag || string.Equals(flag, Variable, StringComparison.OrdinalIgnoreCase) ? Variable : null;

        var whole = flag.StartsWith(CommonPrefix, StringComparison.OrdinalIgnoreCase) ? flag[CommonPrefix.Length..] : flag;
        var (start, end) = (Flag[..hole], Flag[(hole + Placeholder.Length)..]);
        return whole.Length > start.Length + end.Length && whole.StartsWith(start, StringComparison.Ordinal) && whole.EndsWith(end, StringComparison.Ordinal)
            ? CommonPrefix + whole.ToUpperInvariant()
            : null;
    }
}
