using System.Diagnostics;

namespace Libraries.Redis;

/// <summary>The application's own source, so that what the libraries do has a parent.</summary>
static class Work
{
    public static readonly ActivitySource Source = new("Libraries.App");

    /// <summary>What throws is part of the scenario: its kind is printed.</summary>
    public static async Task ExpectAsync(Func<Task> failing)
    {
        try
        {
            await failing();
            Console.WriteLine("did not fail");
        }
        catch (Exception exception)
        {
            Console.WriteLine($"{exception.GetType().Name} {exception.Message.Split(' ')[0]}");
        }
    }
}
