using System;

namespace AutoInstr;

/// <summary>How the hook says, in one line, that this process will not be instrumented.</summary>
internal static class StandDown
{
    /// <summary>Writes the line to standard error; with OTEL_DOTNET_AUTO_FAIL_FAST_ENABLED=true
    /// also ends the process with exit code 1.</summary>
    /// <param name="reason">What is the matter and what to do about it.</param>
    public static void Report(string reason)
    {
        var failFast = Switches.IsTrue("OTEL_DOTNET_AUTO_FAIL_FAST_ENABLED");
        if (failFast || !Switches.Is("OTEL_LOG_LEVEL", "none") && !Switches.Is("OTEL_DOTNET_AUTO_LOGGER", "none"))
            Say("autoinstr: not instrumented: " + reason.Replace('\n', ' ').Replace('\r', ' '));
        if (failFast)
            Environment.Exit(1);
    }

    /// <summary>Writes a line to standard error.</summary>
    public static void Say(string line)
    {
        try
        {
            Console.Error.WriteLine(line);
        }
        catch (Exception)
        {
            // A closed standard error must not end the application.
        }
    }
}
