namespace PatchedLibrary;

/// <summary>Methods of every shape, that know nothing of patches.</summary>
public class Calculator : IGreeter
{
    private readonly int[] _slots = new int[4];

    public int Calls { get; private set; }

    public int Add(int a, int b)
    {
        Calls++;
        return a + b;
    }

    public virtual int Divide(int a, int b) => a / b;

    public static string Join(string left, string right, ref int count, out bool wasEmpty)
    {
        count++;
        wasEmpty = left.Length + right.Length == 0;
        return left + right;
    }

    public string Skipped(string text)
    {
        Calls++;
        return text;
    }

    public string Changed(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    public string Throwing(string text) => "kept " + text;

    public ref int Slot(int index) => ref _slots[index];

    public static ReadOnlySpan<char> Cut(string text, int start) => text.AsSpan(start);

    public long Sum(in Point point, DateTime time) => point.X + time.Year;

    public string UseSecret(int number) => Describe(new Secret { Number = number }, Level.High);

    string IGreeter.Greet(string name) => "hello " + name;

    private static string Describe(Secret secret, Level level) => $"secret {secret.Number} {level}";

    public bool Overloaded(string text) => text.Length > 3;

    public bool Overloaded(int number) => number > 3;

    public int Switched(int number)
    {
        try
        {
            switch (number)
            {
                case 0: return 10;
                case 1: return 11;
                case 2: throw new InvalidOperationException("two");
                case 3: return 13;
                default: return number;
            }
        }
        catch (InvalidOperationException exception) when (exception.Message == "two")
        {
            return 12;
        }
        finally
        {
            Calls++;
        }
    }

    private sealed class Secret
    {
        public int Number { get; init; }
    }

    internal enum Level
    {
        Low,
        High,
    }

    public class Nested
    {
        public string Name(string prefix) => prefix + nameof(Nested);
    }
}

public interface IGreeter
{
    string Greet(string name);
}

public class BetterCalculator : Calculator
{
    public override int Divide(int a, int b) => b == 0 ? int.MaxValue : base.Divide(a, b);
}

public struct Point(int x)
{
    public int X = x;

    public int Move(int by) => X += by;
}

public class Box<T>(T content)
{
    public T Content { get; private set; } = content;

    public T Exchange(T next)
    {
        var previous = Content;
        Content = next;
        return previous;
    }

    public static KeyValuePair<TKey, T> Pair<TKey>(TKey key, T value) => new(key, value);
}

public class Session
{
    public Session(string name)
    {
        if (name.Length == 0)
            throw new ArgumentException("a session needs a name");
        Name = name;
    }

    public string Name { get; }
}
