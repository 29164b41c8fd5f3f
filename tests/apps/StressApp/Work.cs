using System.Runtime.CompilerServices;

namespace StressApp;

/// <summary>Methods of every kind, whose results are known.</summary>
internal sealed class Work
{
    private int _calls;

    public static long Fibonacci(int n) => n < 2 ? n : Fibonacci(n - 1) + Fibonacci(n - 2);

    public static int Parse(string text)
    {
        try
        {
            return text.Length > 3 ? throw new FormatException(text) : int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        }
        finally
        {
            Touch(text);
        }
    }

    public static T Largest<T>(ReadOnlySpan<T> values)
        where T : IComparable<T>
    {
        var largest = values[0];
        foreach (var value in values)
        {
            if (value.CompareTo(largest) > 0)
                largest = value;
        }
        return largest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Inlined(int value) => value * 3;

    public static ref int Slot(int[] values, int index) => ref values[index];

    public (int Sum, string Text) Pair(int left, int right) => (left + right, $"{left}+{right}");

    public decimal Price(in decimal amount, int count) => amount * count;

    public async Task<int> LaterAsync(int value)
    {
        await Task.Yield();
        return value + 1;
    }

    public async ValueTask<string> SoonAsync(string text)
    {
        if (text.Length > 1)
            await Task.Yield();
        return text.Length > 2 ? throw new InvalidOperationException(text) : text + text;
    }

    public IEnumerable<int> Numbers(int count)
    {
        for (var i = 0; i < count; i++)
            yield return i;
    }

    public int Calls() => Interlocked.Increment(ref _calls);

    /// <summary>Never ends well.</summary>
    public static int Deep(int depth) => Deep(depth + 1) + 1;

    private static void Touch(string text) => GC.KeepAlive(text);
}
