namespace AutoInstr.Compare;

/// <summary>The comparison cannot be made, for a reason that the user can do something about.</summary>
internal sealed class ComparisonException : Exception
{
    /// <summary>Says why.</summary>
    /// <param name="message">What is wrong, with the name of the file, service or option.</param>
    /// <param name="cause">What happened underneath.</param>
    public ComparisonException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
