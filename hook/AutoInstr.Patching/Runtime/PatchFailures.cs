using System.Reflection;

namespace AutoInstr.Patching.Runtime;

/// <summary>What woven methods call when a patch method throws: it is counted, said once, and the application goes on.</summary>
internal static class PatchFailures
{
    private static readonly List<Entry> Entries = [];

    /// <summary>The address that woven methods call, with the exception and a number from <see cref="Register"/>.</summary>
    public static unsafe nint Function { get; } = (nint)(delegate*<Exception, int, void>)&Report;

    /// <summary>Gives a patch method a number.</summary>
    public static int Register(MethodInfo method)
    {
        lock (Entries)
        {
            Entries.Add(new Entry($"{method.DeclaringType?.FullName}.{method.Name}"));
            return Entries.Count - 1;
        }
    }

    /// <summary>How often patch methods have thrown, by name.</summary>
    public static IReadOnlyDictionary<string, long> Counts()
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        lock (Entries)
        {
            foreach (var entry in Entries)
            {
                if (entry.Count > 0)
                    counts[entry.Name] = counts.GetValueOrDefault(entry.Name) + entry.Count;
            }
        }
        return counts;
    }

    /// <summary>Counts a failure.</summary>
    /// <param name="exception">What the patch method threw.</param>
    /// <param name="number">Which one it was.</param>
    public static void Report(Exception exception, int number)
    {
        try
        {
            Entry entry;
            lock (Entries)
                entry = Entries[number];
            if (Interlocked.Increment(ref entry.Count) == 1)
                EngineLog.Warn($"the patch method {entry.Name} threw {exception.GetType().Name}: {exception.Message}; " +
                    "the application goes on without it, and further failures of it are not said; please report this");
        }
        catch (Exception)
        {
            // Out of memory, most likely: the application's own business.
        }
    }

    private sealed class Entry(string name)
    {
        public readonly string Name = name;
        public long Count;
    }
}
