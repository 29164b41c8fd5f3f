namespace AutoInstr.Patching;

/// <summary>What the engine says, by way of the agent's own log.</summary>
internal static class EngineLog
{
    private const int WarnLevel = 2, InfoLevel = 3, DebugLevel = 4;

    private static Action<int, string> _write = static (_, _) => { };

    /// <summary>Sets where it goes.</summary>
    public static void Configure(Action<int, string> write) => _write = write;

    /// <summary>Says what is not patched, and why.</summary>
    public static void Warn(string message) => _write(WarnLevel, message);

    /// <summary>Says what is patched.</summary>
    public static void Info(string message) => _write(InfoLevel, message);

    /// <summary>Says what only a developer wants to know.</summary>
    public static void Debug(string message) => _write(DebugLevel, message);
}
