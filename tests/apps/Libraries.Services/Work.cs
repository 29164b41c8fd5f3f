using System.Diagnostics;

namespace Libraries.Services;

/// <summary>The application's own source, so that what the libraries do has a parent.</summary>
static class Work
{
    public static readonly ActivitySource Source = new("Libraries.App");

    /// <summary>Prints what became of a call: its result, or the type of its exception.</summary>
    public static async Task TryAsync(string name, Func<Task<object?>> call)
    {
        try
        {
            Console.WriteLine($"{name}: {await call()}");
        }
        catch (Exception exception)
        {
            Console.WriteLine($"{name}: {exception.GetType().Name}");
        }
    }
}
