namespace AutoInstr.Patching.Weaving;

/// <summary>A protected stretch of code and its handler.</summary>
/// <remarks>A class: what generic collections do with a structure of ours could not be compiled ahead of time.</remarks>
/// <param name="Flags">0 catch, 1 filter, 2 finally, 4 fault.</param>
/// <param name="Try">Where the protected code begins.</param>
/// <param name="TryEnd">Where it ends, exclusive.</param>
/// <param name="Handler">Where the handler begins.</param>
/// <param name="HandlerEnd">Where it ends, exclusive.</param>
/// <param name="Data">The token of the type that is caught, or where the filter begins.</param>
internal sealed record ExceptionClause(int Flags, int Try, int TryEnd, int Handler, int HandlerEnd, int Data)
{
    /// <summary>The value of <see cref="Flags"/> of a handler with a filter.</summary>
    public const int Filter = 1;
}
