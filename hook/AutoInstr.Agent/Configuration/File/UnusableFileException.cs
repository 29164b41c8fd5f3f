namespace AutoInstr.Agent.Configuration.File;

/// <summary>What makes a file useless as a whole: nothing can be taken from it.</summary>
/// <param name="position">Where.</param>
/// <param name="message">What is wrong.</param>
internal sealed class UnusableFileException(Position position, string message) : Exception(message)
{
    /// <summary>Where.</summary>
    public Position Position => position;
}
