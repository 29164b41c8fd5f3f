namespace AutoInstr.Cli;

/// <summary>Arguments that make no sense.</summary>
/// <param name="message">One line, without a full stop.</param>
/// <param name="command">The command that was meant, for the hint where to find help.</param>
internal sealed class UsageException(string message, string command = "") : Exception(message)
{
    /// <summary>The command with a space behind it, or nothing.</summary>
    public string Command { get; } = command.Length == 0 ? "" : command + " ";
}
