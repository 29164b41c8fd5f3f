using System.Reflection;

// Calls every method Test* of an assembly that a test has generated, with several arguments, and prints what comes of it.
long[] numbers = [0, 1, -1, 7, 1000, long.MaxValue, long.MinValue];
string?[] texts = [null, "", "text"];
var type = Assembly.LoadFrom(args[0]).GetType("Program", throwOnError: true)!;
foreach (var method in type.GetMethods().Where(method => method.Name.StartsWith("Test")).OrderBy(method => method.Name, StringComparer.Ordinal))
{
    // Typed delegates: nothing between the caller and the method.
    var test = method.CreateDelegate<Func<long, int, string?, long>>();
    foreach (var number in numbers)
    {
        foreach (var text in texts)
        {
            string outcome;
            try
            {
                outcome = test(number, (int)number, text).ToString();
            }
            catch (Exception exception)
            {
                outcome = $"{exception.GetType().Name}: {exception.Message}";
            }
            Console.WriteLine($"{method.Name}({number}, {text ?? "null"}) = {outcome}");
        }
    }
}
