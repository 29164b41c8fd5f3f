namespace StressApp;

/// <summary>Takes what the engine says. It leaves the load context of its log alone, so this is used from a copy of the program.</summary>
internal static class EngineLog
{
    public static void Write(int level, string message)
    {
        if (level <= 2)
            Console.WriteLine(message);
    }
}
