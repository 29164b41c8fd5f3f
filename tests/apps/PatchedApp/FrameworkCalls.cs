using System.Net;
using System.Text;

namespace PatchedApp;

/// <summary>Calls into the framework, whose code was compiled ahead of time and is called, or inlined, before it is patched.</summary>
internal static class FrameworkCalls
{
    public static void Run()
    {
        var sum = 0.0;
        for (var i = 0; i < 10; i++)
            sum += Rune.GetNumericValue(new Rune((char)('0' + i)));
        Console.WriteLine($"sum {sum}, address {IPAddress.Parse("127.0.0.1")}");
        try
        {
            IPAddress.Parse("nowhere");
        }
        catch (FormatException exception)
        {
            // Not its stack trace: whether a caller is inlined is the runtime's choice.
            Console.WriteLine(exception.Message);
        }
    }
}
