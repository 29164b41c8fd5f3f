namespace AutoInstr.Agent.Configuration.File;

/// <summary>A place in a file.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The character in it, from 1.</param>
internal readonly record struct Position(int Line, int Column);
