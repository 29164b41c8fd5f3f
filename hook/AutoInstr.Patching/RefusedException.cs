namespace AutoInstr.Patching;

/// <summary>A patch cannot be put in place; the message is a clause that says why.</summary>
/// <param name="reason">The reason.</param>
internal sealed class RefusedException(string reason) : Exception(reason);
