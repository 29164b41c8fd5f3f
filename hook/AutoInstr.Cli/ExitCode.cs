namespace AutoInstr.Cli;

/// <summary>Exit codes, as shells use them.</summary>
internal static class ExitCode
{
    /// <summary>All is well.</summary>
    public const int Success = 0;

    /// <summary>The kit or the machine lacks something.</summary>
    public const int Failure = 1;

    /// <summary>The arguments make no sense.</summary>
    public const int Usage = 2;

    /// <summary>The program to run is there and cannot be executed.</summary>
    public const int CannotExecute = 126;

    /// <summary>The program to run is not there.</summary>
    public const int NotFound = 127;
}
