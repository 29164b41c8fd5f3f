namespace AutoInstr.Compare.Reporting;

/// <summary>How instruments or statements that log compare, in words.</summary>
internal static class ShapeText
{
    /// <summary>How many have a verdict.</summary>
    public static int Count<T>(IReadOnlyList<Counterparts<T>> items, Verdict verdict)
        where T : class => items.Count(item => item.Verdict == verdict);

    /// <summary>Such as <c>12 same, 3 changed, 0 only manual, 5 only automatic</c>.</summary>
    public static string Counts<T>(IReadOnlyList<Counterparts<T>> items)
        where T : class =>
        $"{Count(items, Verdict.Same)} same, {Count(items, Verdict.Changed)} changed, {Count(items, Verdict.OnlyManual)} only manual, "
        + $"{Count(items, Verdict.OnlyAutomatic)} only automatic";
}
