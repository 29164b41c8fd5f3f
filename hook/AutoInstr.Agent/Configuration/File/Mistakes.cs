namespace AutoInstr.Agent.Configuration.File;

/// <summary>Takes what is wrong with a file, a line each: <c>file:line:column: path: what is wrong; what is used instead</c>.</summary>
/// <param name="file">The file, as it was named.</param>
/// <param name="report">Takes the lines.</param>
internal sealed class Mistakes(string file, Action<string> report)
{
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);

    /// <summary>Says what is wrong with the file as a whole.</summary>
    public void Add(string message) => Say($"{file}: {message}");

    /// <summary>Says what is wrong at a place, whose path the message begins with.</summary>
    public void Add(Position position, string message) => Say($"{file}:{position.Line}:{position.Column}: {message}");

    /// <summary>Where an anchor is used twice, what it holds is read twice.</summary>
    private void Say(string line)
    {
        if (_said.Add(line))
            report(Quoted.OnOneLine(line));
    }
}
