namespace AutoInstr.Agent.Configuration.File;

/// <summary>What the readers of a file's sections share.</summary>
/// <param name="mistakes">Takes what is wrong.</param>
internal sealed class FileContext(Mistakes mistakes)
{
    /// <summary>More than any file of people has; anchors inside of anchors would multiply without end.</summary>
    private const int MostSections = 10_000;

    private readonly Dictionary<string, SortedSet<string>> _properties = new(StringComparer.Ordinal);
    private int _sections;

    /// <summary>Takes what is wrong.</summary>
    public Mistakes Mistakes => mistakes;

    /// <summary>The properties that readers have asked for, by the type of section: what a schema of the file must have.</summary>
    public IReadOnlyDictionary<string, SortedSet<string>> Properties => _properties;

    /// <summary>Counts a section.</summary>
    /// <param name="type">Its type in the schema.</param>
    /// <param name="position">Where it is.</param>
    /// <returns>The properties of its type that were asked for so far.</returns>
    /// <exception cref="UnusableFileException">There are too many.</exception>
    public SortedSet<string> Enter(string type, Position position)
    {
        if (++_sections > MostSections)
            throw new UnusableFileException(position, $"there are more than {MostSections} sections");
        if (!_properties.TryGetValue(type, out var properties))
            _properties.Add(type, properties = new SortedSet<string>(StringComparer.Ordinal));
        return properties;
    }
}
