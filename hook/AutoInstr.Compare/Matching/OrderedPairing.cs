namespace AutoInstr.Compare.Matching;

/// <summary>Pairs the items of two ordered lists that have the same key.</summary>
internal static class OrderedPairing
{
    /// <summary>Pairs them, key by key in the order of the first list.</summary>
    /// <remarks>
    /// As many items on both sides are taken in their order, unless the same shapes are there in another one: then they ran at the
    /// same time. Where one side has more, those of the same shape go together first, and the surplus is at the end of the rest.
    /// </remarks>
    /// <param name="manual">The items of the one edition.</param>
    /// <param name="automatic">The items of the other one.</param>
    /// <param name="isFree">Whether an item has no partner yet. Asked again before every use: a match may bring others with it.</param>
    /// <param name="key">What both must have in common.</param>
    /// <param name="shape">What the best pairs have in common besides.</param>
    /// <param name="match">Makes a pair, unless it declines.</param>
    public static void Pair<T, TKey>(IReadOnlyList<T> manual, IReadOnlyList<T> automatic, Func<T, bool> isFree, Func<T, TKey> key,
        Func<T, ulong> shape, Func<T, T, bool> match)
        where TKey : notnull
    {
        var groups = new Dictionary<TKey, List<T>>();
        foreach (var item in automatic.Where(isFree))
        {
            if (!groups.TryGetValue(key(item), out var group))
                groups.Add(key(item), group = []);
            group.Add(item);
        }
        foreach (var group in manual.Where(isFree).GroupBy(key).ToList())
        {
            if (!groups.TryGetValue(group.Key, out var others))
                continue;
            var ours = group.Where(isFree).ToList();
            var theirs = others.Where(isFree).ToList();
            if (ours.Count != theirs.Count || HaveSameShapes(ours, theirs, shape))
                PairByShape(ours, theirs, isFree, shape, match);
            PairInOrder(ours, theirs, isFree, match);
        }
    }

    private static bool HaveSameShapes<T>(List<T> ours, List<T> theirs, Func<T, ulong> shape) =>
        ours.Select(shape).Order().SequenceEqual(theirs.Select(shape).Order());

    private static void PairByShape<T>(
        List<T> ours, List<T> theirs, Func<T, bool> isFree, Func<T, ulong> shape, Func<T, T, bool> match)
    {
        var byShape = theirs.GroupBy(shape).ToDictionary(static group => group.Key, static group => new Queue<T>(group));
        foreach (var item in ours.Where(isFree))
        {
            if (!byShape.TryGetValue(shape(item), out var queue))
                continue;
            while (queue.TryPeek(out var other) && (!isFree(other) || match(item, other)))
            {
                queue.Dequeue();
                if (!isFree(item))
                    break;
            }
        }
    }

    private static void PairInOrder<T>(List<T> ours, List<T> theirs, Func<T, bool> isFree, Func<T, T, bool> match)
    {
        var next = 0;
        foreach (var item in ours.Where(isFree))
        {
            while (next < theirs.Count && !isFree(theirs[next]))
                next++;
            if (next == theirs.Count)
                return;
            match(item, theirs[next]);
        }
    }
}
