namespace AutoInstr.Patches.Logging;

/// <summary>How deep this thread is in a logging library that hands its records on to another one, which is patched as well: the outer one
/// takes them.</summary>
internal static class LogChain
{
    [ThreadStatic]
    private static int _depth;

    /// <summary>Whether an outer library takes, or took, the record.</summary>
    public static bool IsInner => _depth > 0;

    /// <summary>Goes in.</summary>
    public static void Enter() => _depth++;

    /// <summary>Comes out.</summary>
    public static void Leave() => _depth--;
}
