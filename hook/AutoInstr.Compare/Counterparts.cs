using AutoInstr.Compare.Differences;

namespace AutoInstr.Compare;

/// <summary>What both editions have under one name, or one of them alone.</summary>
/// <param name="Manual">What the edition instrumented by hand has, if it has it.</param>
/// <param name="Automatic">What the automatic edition has, if it has it.</param>
/// <param name="Differences">What they do not have in common.</param>
internal sealed record Counterparts<T>(T? Manual, T? Automatic, IReadOnlyList<Difference> Differences)
    where T : class
{
    /// <summary>The one that stands for both: that of the edition instrumented by hand where there is one.</summary>
    public T Item => Manual ?? Automatic!;

    /// <summary>Which edition has it.</summary>
    public Verdict Verdict => Verdicts.Of(Manual is not null, Automatic is not null, Differences.Count > 0);

    /// <summary>Puts two lists together by what their items are called: in the order of the first, with those that only the second has at
    /// the end.</summary>
    /// <param name="manual">The items of the edition instrumented by hand.</param>
    /// <param name="automatic">Those of the automatic edition.</param>
    /// <param name="key">What an item is called; no two of a list are called the same.</param>
    /// <param name="compare">Tells what two of one name do not have in common.</param>
    public static IReadOnlyList<Counterparts<T>> Pair<TKey>(
        IReadOnlyList<T> manual, IReadOnlyList<T> automatic, Func<T, TKey> key, Func<T, T, IReadOnlyList<Difference>> compare)
        where TKey : notnull
    {
        var theirs = automatic.ToDictionary(key);
        var ours = manual.Select(key).ToHashSet();
        return
        [
            .. manual.Select(item => theirs.TryGetValue(key(item), out var other)
                ? new Counterparts<T>(item, other, compare(item, other))
                : new Counterparts<T>(item, null, [])),
            .. automatic.Where(item => !ours.Contains(key(item))).Select(static item => new Counterparts<T>(null, item, [])),
        ];
    }
}
