namespace WrappedApp;

/// <summary>System.Linq.</summary>
internal static class Queries
{
    public static string Run(int seed)
    {
        var numbers = Enumerable.Range(seed, 200).Select(i => i * 7919 % 101).ToList();
        var groups = numbers.GroupBy(n => n % 5).OrderByDescending(g => g.Sum()).ThenBy(g => g.Key).Select(g => $"{g.Key}:{g.Count()}:{g.Average():F3}");
        var joined = numbers.Join(numbers.Skip(3), a => a, b => b + 1, (a, b) => a * b).Distinct().Take(20).Aggregate(0L, (sum, n) => sum * 31 + n);
        var zipped = numbers.Zip(numbers.Reverse<int>(), (a, b) => a - b).Where(n => n > 0).Chunk(7).Select(c => c.Max()).Sum();
        var lookup = numbers.ToLookup(n => n % 3)[1].Union(numbers.Except([1, 2])).Intersect(Enumerable.Range(10, 50)).Order().ToArray();
        var error = "";
        try
        {
            numbers.Where(n => n > 1000).First();
        }
        catch (InvalidOperationException exception)
        {
            error = exception.Message;
        }
        return $"{string.Join(' ', groups)} {joined} {zipped} {lookup.Length} {numbers.MinBy(n => -n)} {numbers.SequenceEqual(numbers.ToArray())} {error}";
    }
}
