using System.Diagnostics;
using PatchedLibrary;

namespace PatchedApp;

/// <summary>Calls that end when they return.</summary>
internal static class SynchronousCalls
{
    public static void Run()
    {
        var calculator = new Calculator();
        Console.WriteLine($"add {calculator.Add(2, 3)}, calls {calculator.Calls}");
        Console.WriteLine($"divide {calculator.Divide(7, 2)} {new BetterCalculator().Divide(1, 0)}");
        Try(() => calculator.Divide(1, 0));
        var count = 0;
        Console.WriteLine($"join {Calculator.Join("a", "b", ref count, out var empty)} {count} {empty}");
        Console.WriteLine($"skipped {calculator.Skipped("original")}, calls {calculator.Calls}");
        Console.WriteLine($"changed {calculator.Changed("ab", 2)}");
        Console.WriteLine($"throwing {calculator.Throwing("one")} {calculator.Throwing("two")}");
        calculator.Slot(2) = 5;
        Console.WriteLine($"slot {calculator.Slot(2)} cut {Calculator.Cut("abcdef", 4)}");
        var point = new Point(3);
        Console.WriteLine($"sum {calculator.Sum(point, new DateTime(2020, 1, 1))} move {point.Move(4)} {point.X}");
        Console.WriteLine($"{calculator.UseSecret(8)} {((IGreeter)calculator).Greet("you")} {new Calculator.Nested().Name("the ")}");
        Console.WriteLine($"overloaded {calculator.Overloaded("text")} {calculator.Overloaded(2)}");
        Console.WriteLine("switched " + string.Join(' ', Enumerable.Range(0, 6).Select(calculator.Switched)));
        Console.WriteLine($"box {new Box<string>("x").Exchange("y")} {new Box<int>(1).Exchange(2)} {Box<long>.Pair("k", 5L)}");
        Console.WriteLine($"session {new Session("s").Name}");
        Try(() => new Session(""));
        Console.WriteLine($"current {Activity.Current?.OperationName ?? "none"}");
    }

    private static void Try(Func<object> call)
    {
        try
        {
            Console.WriteLine(call());
        }
        catch (Exception exception)
        {
            // The stack trace is the application's too.
            Console.WriteLine($"{exception.GetType().Name}: {exception.Message}\n{exception.StackTrace}");
        }
    }
}
