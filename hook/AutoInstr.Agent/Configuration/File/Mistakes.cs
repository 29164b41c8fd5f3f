namespace AutoInstr.Agent.Configuration.File;

/// <summary>What is wrong with a file, a line each: <c>file:line:column: path: what is wrong; what is used instead</c>.</summary>
/// <param name="file">The file, as it was named.</param>
internal sealed class Mistakes(string file)
{
    private readonly List<(Position Position, string Line)> _all = [];

    /// <summary>The lines in the order of their places, each once: where an anchor is used twice, what it holds is read
    /// twice.</summary>
    public IEnumerable<string> Lines => _all.OrderBy(static mistake => mistake.Position.Line)
        .ThenBy(static mistake => mistake.Position.Column).Select(static mistake => mistake.Line).Distinct();

    /// <summary>Adds what is wrong with the file as a whole.</summary>
    public void Add(string message) => _all.Add((default, Quoted.OnOneLine($"{file}: {message}")));

    /// <summary>Adds what is wrong at a place, whose path the message begins with.</summary>
    public void Add(Position position, string message) =>
        _all.Add((position, Quoted.OnOneLine($"{file}:{position.Line}:{position.Column}: {message}")));
}
