namespace AutoInstr.Patching.Runtime;

/// <summary>Where the value of a finalizer's parameter comes from, when it was not captured before.</summary>
internal static class FinalizerSource
{
    /// <summary>It is the exception.</summary>
    public const int Exception = -1;

    /// <summary>It is the result.</summary>
    public const int Result = -2;
}
