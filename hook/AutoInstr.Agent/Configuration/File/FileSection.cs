using System.Globalization;
using AutoInstr.Cli.Flags;

namespace AutoInstr.Agent.Configuration.File;

/// <summary>A mapping of the file, read property by property; what is wrong is said with its place, and replaced.</summary>
/// <remarks>A property without a value, such as a variable that is not set, is as good as none.</remarks>
internal sealed class FileSection
{
    private readonly FileContext _context;
    private readonly YamlMapping? _mapping;
    private readonly SortedSet<string> _known;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private bool _isFree;

    private FileSection(FileContext context, YamlMapping? mapping, Position position, string path, string type)
    {
        (_context, _mapping, Position, Path) = (context, mapping, position, path);
        _known = context.Enter(type, position);
    }

    /// <summary>Where its name is, or where it begins.</summary>
    public Position Position { get; }

    /// <summary>Its path, such as <c>tracer_provider.processors[0]</c>; empty for the whole file.</summary>
    public string Path { get; }

    /// <summary>Whether it has a property with a value.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>Reads a whole file.</summary>
    /// <param name="context">What the readers share.</param>
    /// <param name="mapping">The root.</param>
    /// <param name="type">Its type in the schema.</param>
    /// <param name="read">Reads its properties.</param>
    public static T Root<T>(FileContext context, YamlMapping mapping, string type, Func<FileSection, T> read)
    {
        var section = new FileSection(context, mapping, mapping.Position, "", type);
        var value = read(section);
        section.ReportUnknown();
        return value;
    }

    /// <summary>A mapping that is read property by property.</summary>
    /// <typeparam name="T">What it becomes.</typeparam>
    /// <param name="name">The property.</param>
    /// <param name="type">Its type in the schema.</param>
    /// <param name="fallback">What is given where it is not there.</param>
    /// <param name="read">Reads it.</param>
    public T Child<T>(string name, string type, T fallback, Func<FileSection, T> read) =>
        Find(name) is { } entry ? Read(entry.Value, entry.Position, Join(name), type, fallback, read) : fallback;

    /// <summary>A list of mappings.</summary>
    /// <typeparam name="T">What each becomes.</typeparam>
    /// <param name="name">The property.</param>
    /// <param name="type">Their type in the schema.</param>
    /// <param name="read">Reads one; <see langword="null"/> leaves it out.</param>
    /// <param name="mayBeEmpty">Whether the list may have none.</param>
    public List<T> Children<T>(string name, string type, Func<FileSection, T?> read, bool mayBeEmpty = false)
        where T : class
    {
        var result = new List<T>();
        foreach (var (node, path) in Items(name, mayBeEmpty))
        {
            if (Read<T?>(node, node.Position, path, type, null, read) is { } value)
                result.Add(value);
        }
        return result;
    }

    /// <summary>The one property that a section has which stands for a choice, such as an exporter. Its own section may be empty.</summary>
    /// <typeparam name="T">What it becomes.</typeparam>
    /// <param name="choices">What may be chosen: name, type in the schema, and what reads it.</param>
    /// <param name="what">What is chosen, for messages.</param>
    /// <param name="used">What is used instead, for messages.</param>
    /// <returns><see langword="null"/> where none or several are there.</returns>
    public T? One<T>(string what, string used, params (string Name, string Type, Func<FileSection, T?> Read)[] choices)
        where T : class
    {
        var names = Array.ConvertAll(choices, static choice => choice.Name);
        foreach (var name in names)
            Ask(name);
        if (_mapping is not { Entries.Count: > 0 })
            Say(Position, Path, $"{what} is missing; {used}");
        else if (_mapping.Entries.Count > 1)
        {
            _asked.UnionWith(_mapping.Entries.Select(static entry => entry.Name));
            Say(_mapping.Entries[1].Position, Join(_mapping.Entries[1].Name), $"is one too many, {what} has one name; {used}");
        }
        else if (_mapping.Entries[0] is var entry && Array.Find(choices, choice => choice.Name == entry.Name) is { Name: not null } chosen)
            return ReadOptional(entry.Value, entry.Position, Join(entry.Name), chosen.Type, chosen.Read);
        else
        {
            // What is said here is said once.
            _asked.Add(entry.Name);
            Say(entry.Position, Join(entry.Name), $"is not {what} that is known{Nearest(entry.Name, names)}; {used}");
        }
        return null;
    }

    /// <summary>A section in which nothing need be, as <c>always_on:</c>.</summary>
    private T? ReadOptional<T>(YamlNode node, Position position, string path, string type, Func<FileSection, T?> read)
        where T : class =>
        node is YamlScalar { Type: ScalarType.Null } ? read(new FileSection(_context, null, position, path, type))
            : Read<T?>(node, position, path, type, null, read);

    /// <summary>A text, which may be written as a number or a truth value where <paramref name="isLoose"/>.</summary>
    public string? Text(string name, bool isLoose = false)
    {
        if (Find(name) is not { } entry)
            return null;
        if (entry.Value is YamlScalar scalar && (scalar.Type == ScalarType.Text || isLoose))
            return scalar.Text;
        Replaced(name, entry.Value, "a text", "it is left out");
        return null;
    }

    /// <summary>A text that must be there and must not be empty.</summary>
    /// <param name="name">The property.</param>
    /// <param name="used">What is done without it.</param>
    public string? RequiredText(string name, string used)
    {
        var isThere = Has(name);
        var text = Text(name, isLoose: true);
        if (isThere && text?.Length > 0)
            return text;
        Missing(name, used);
        return null;
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public bool Boolean(string name, bool fallback)
    {
        if (Find(name) is not { } entry)
            return fallback;
        if (entry.Value is YamlScalar { Type: ScalarType.Boolean } scalar)
            return scalar.Text[0] is 't' or 'T';
        Replaced(name, entry.Value, "true or false", Used(fallback ? "true" : "false"));
        return fallback;
    }

    /// <summary>A whole number from <paramref name="minimum"/> to <paramref name="maximum"/>.</summary>
    public int Integer(string name, int fallback, int minimum = 0, int maximum = int.MaxValue) =>
        OptionalInteger(name, fallback, minimum, maximum) ?? fallback;

    /// <summary>A whole number, where <see langword="null"/> stands for no limit.</summary>
    public int? OptionalInteger(string name, int? fallback, int minimum = 0, int maximum = int.MaxValue)
    {
        if (Find(name) is not { } entry)
            return fallback;
        if (entry.Value is YamlScalar { Type: ScalarType.Integer } scalar && YamlScalar.ToInteger(scalar.Text) is { } value &&
            value >= minimum && value <= maximum)
            return (int)value;
        var range = maximum == int.MaxValue ? minimum == int.MinValue ? "" : $" of at least {minimum}" : $" from {minimum} to {maximum}";
        Replaced(name, entry.Value, "a whole number" + range, Used(fallback?.ToString(CultureInfo.InvariantCulture) ?? "no limit"));
        return fallback;
    }

    /// <summary>Milliseconds that something may take; 0 means without end, which is given as the longest time there is.</summary>
    public int Timeout(string name, int fallback) => Integer(name, fallback) is var value && value == 0 ? int.MaxValue : value;

    /// <summary>A number from 0 to 1.</summary>
    public double Ratio(string name, double fallback)
    {
        if (Find(name) is not { } entry)
            return fallback;
        if (entry.Value is YamlScalar { Type: ScalarType.Integer or ScalarType.Real } scalar &&
            YamlScalar.ToReal(scalar.Text) is >= 0 and <= 1 and { } value)
            return value;
        Replaced(name, entry.Value, "a number from 0 to 1", Used(fallback.ToString(CultureInfo.InvariantCulture)));
        return fallback;
    }

    /// <summary>One of some names.</summary>
    public string Choice(string name, string fallback, params string[] known)
    {
        if (Find(name) is not { } entry)
            return fallback;
        if (entry.Value is YamlScalar scalar && Array.IndexOf(known, scalar.Text) >= 0)
            return scalar.Text;
        Replaced(name, entry.Value, "one of " + string.Join(", ", known), Used(fallback));
        return fallback;
    }

    /// <summary>Each entry of a list of texts.</summary>
    /// <param name="name">The property.</param>
    /// <param name="accept">What is wrong with one, or <see langword="null"/>.</param>
    /// <param name="mayBeEmpty">Whether the list may have none.</param>
    public List<string> Texts(string name, Func<string, string?>? accept = null, bool mayBeEmpty = false)
    {
        var texts = new List<string>();
        foreach (var (node, path) in Items(name, mayBeEmpty))
        {
            if (node is not YamlScalar { Type: not ScalarType.Null } scalar)
                Say(node.Position, path, $"{node.Kind} is not a text; the rest of the list is used");
            else if (accept?.Invoke(scalar.Text) is { } problem)
                Say(node.Position, path, $"{Quoted.Value(scalar.Text)} {problem}; the rest of the list is used");
            else
                texts.Add(scalar.Text);
        }
        return texts;
    }

    /// <summary>The entries of a list with their paths; a list that is there has one at least.</summary>
    /// <param name="name">The property.</param>
    /// <param name="mayBeEmpty">Whether it may have none.</param>
    public IEnumerable<(YamlNode Node, string Path)> Items(string name, bool mayBeEmpty = false)
    {
        if (Find(name) is not { } entry)
            yield break;
        if (entry.Value is not YamlSequence list)
        {
            Replaced(name, entry.Value, "a list", "it is left out");
            yield break;
        }
        if (list.Items.Count == 0 && !mayBeEmpty)
            Say(entry.Position, Join(name), "is an empty list; it is left out");
        for (var i = 0; i < list.Items.Count; i++)
            yield return (list.Items[i], $"{Join(name)}[{i}]");
    }

    /// <summary>Every property that is there, of a section whose names are free.</summary>
    public IEnumerable<YamlEntry> Free()
    {
        _isFree = true;
        _known.Add("*");
        foreach (var entry in _mapping?.Entries ?? [])
        {
            if (_asked.Add(entry.Name) && entry.Value is not YamlScalar { Type: ScalarType.Null })
                yield return entry;
        }
    }

    /// <summary>The value of a property, whatever it is.</summary>
    public YamlNode? Value(string name) => Find(name)?.Value;

    /// <summary>A reader of a text in the form that an environment variable has it in. What it reports has its place.</summary>
    /// <param name="name">The property, which the reader knows by its path.</param>
    public SettingReader AsVariable(string name)
    {
        var text = Text(name, isLoose: true);
        var position = Value(name)?.Position ?? Position;
        return new SettingReader(_ => text, line => _context.Mistakes.Add(position, line));
    }

    /// <summary>The path of a property.</summary>
    public string Join(string name) => Path.Length == 0 ? name : $"{Path}.{name}";

    /// <summary>Says that a property which must be there is not.</summary>
    public void Missing(string name, string used) => Say(Position, Path, $"{name} is missing; {used}");

    /// <summary>Says something of a property that is there, at its value.</summary>
    public void Say(string name, string message) => Say(Find(name)?.Value.Position ?? Position, Join(name), message);

    /// <summary>Says something of the section itself.</summary>
    public void SayOfAll(string message) => Say(Position, Path, message);

    /// <summary>Says that a property which is there is of no effect here.</summary>
    /// <param name="name">The property.</param>
    /// <param name="message">Why, and what is used instead.</param>
    public void Refuse(string name, string message)
    {
        if (Find(name) is { } entry)
            Say(entry.Position, Join(name), message);
    }

    /// <summary>Says something of a place.</summary>
    public void Say(Position position, string path, string message) =>
        _context.Mistakes.Add(position, path.Length == 0 ? message : $"{path}: {message}");

    private T Read<T>(YamlNode node, Position position, string path, string type, T fallback, Func<FileSection, T> read)
    {
        if (node is not YamlMapping mapping)
        {
            Say(node.Position, path, $"{node.Kind} is not a mapping; it is left out");
            return fallback;
        }
        var section = new FileSection(_context, mapping, position, path, type);
        var value = read(section);
        section.ReportUnknown();
        return value;
    }

    private YamlEntry? Find(string name)
    {
        Ask(name);
        return _mapping?.Find(name) is { Value: not YamlScalar { Type: ScalarType.Null } } entry ? entry : null;
    }

    private void Ask(string name)
    {
        _asked.Add(name);
        if (!_isFree)
            _known.Add(name);
    }

    /// <summary>At the root, where the schema lets anything be, anchors may be kept for other places.</summary>
    private void ReportUnknown()
    {
        foreach (var entry in _mapping?.Entries ?? [])
        {
            if (!_asked.Contains(entry.Name) && !(Path.Length == 0 && entry.IsAnchored))
                Say(entry.Position, Join(entry.Name), $"is not a property here{Nearest(entry.Name, _asked)}; it is left out");
        }
    }

    private static string Nearest(string name, IEnumerable<string> known) =>
        Spelling.FindNearest(name, known) is { } nearest ? $", {nearest} is" : "";

    private void Replaced(string name, YamlNode value, string expected, string used)
    {
        // A text may be a secret that came by a variable; where a number is expected it is most often a slip of the pen.
        var shown = value is not YamlScalar scalar ? value.Kind
            : scalar.Type == ScalarType.Text && expected.Contains("number", StringComparison.Ordinal) &&
                YamlScalar.Resolve(scalar.Text) != ScalarType.Text ? Quoted.Value(scalar.Text) + ", a text,"
            : Quoted.Value(scalar.Text);
        Say(value.Position, Join(name), $"{shown} is not {expected}; {used}");
    }

    private static string Used(string value) => value + " is used";
}
