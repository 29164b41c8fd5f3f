using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AutoInstr.Agent.Configuration.File;

/// <summary>Reads a YAML document into nodes that know their place, with variables put into scalars.</summary>
/// <remarks>
/// Nobody's file can do harm: nesting, and what anchors multiply, are bounded. Merge keys (<c>&lt;&lt;: *anchor</c>), which YAML 1.2 does
/// not have, are followed, for OpenTelemetry's own examples use them.
/// </remarks>
internal sealed class YamlReader
{
    private const int DeepestNesting = 64;

    private readonly Parser _parser;
    private readonly Substitution _substitution;
    private readonly Mistakes _mistakes;
    private readonly Dictionary<string, YamlNode> _anchors = new(StringComparer.Ordinal);
    private int _depth;
    private int _anchored;

    private YamlReader(TextReader text, Substitution substitution, Mistakes mistakes)
    {
        _parser = new Parser(text);
        (_substitution, _mistakes) = (substitution, mistakes);
    }

    /// <summary>Reads a document.</summary>
    /// <param name="text">The text.</param>
    /// <param name="substitution">Puts variables in.</param>
    /// <param name="mistakes">Takes what is wrong and can be passed over.</param>
    /// <returns><see langword="null"/> for an empty document.</returns>
    /// <exception cref="UnusableFileException">It is not YAML, or has a reference to a variable that is none.</exception>
    public static YamlNode? Read(TextReader text, Substitution substitution, Mistakes mistakes)
    {
        var reader = new YamlReader(text, substitution, mistakes);
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlException exception)
        {
            throw new UnusableFileException(PositionOf(exception.Start), "this is not YAML: " + exception.Message);
        }
        catch (Exception exception) when (exception is not (UnusableFileException or OutOfMemoryException))
        {
            // The parser gives up in other ways too, such as on brackets that do not belong together.
            throw new UnusableFileException(PositionOf(reader._parser.Current?.End ?? Mark.Empty), "what follows is not YAML");
        }
    }

    private YamlNode? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _))
            return null;
        var root = ReadNode();
        _parser.Consume<DocumentEnd>();
        if (_parser.TryConsume<DocumentStart>(out var second))
            _mistakes.Add(PositionOf(second.Start), "there is a second document in the file; the first is used");
        return root;
    }

    private YamlNode ReadNode()
    {
        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            return _anchors.TryGetValue(alias.Value.Value, out var node) ? node
                : throw new UnusableFileException(PositionOf(alias.Start), $"there is no anchor '{alias.Value}' above");
        }
        if (++_depth > DeepestNesting)
            throw new UnusableFileException(PositionOf(_parser.Current!.Start), $"this is nested deeper than {DeepestNesting} levels");
        var anchor = ((NodeEvent)_parser.Current!).Anchor;
        YamlNode read = _parser.Current switch
        {
            Scalar => ReadScalar(),
            SequenceStart => ReadSequence(),
            _ => ReadMapping(),
        };
        _depth--;
        if (anchor.IsEmpty)
            return read;
        _anchors[anchor.Value] = read;
        _anchored++;
        return read;
    }

    private YamlScalar ReadScalar()
    {
        var scalar = _parser.Consume<Scalar>();
        var position = PositionOf(scalar.Start);
        var text = _substitution.Apply(scalar.Value, out var wrong);
        if (wrong is not null)
        {
            var isOneLine = scalar.Start.Line == scalar.End.Line;
            var column = position.Column + (isOneLine ? wrong.Index + (scalar.Style == ScalarStyle.Plain ? 0 : 1) : 0);
            throw new UnusableFileException(
                new Position(position.Line, column),
                $"'{wrong.Text}' is no reference to a variable: those are ${{NAME}} and ${{NAME:-default}}, " +
                "and $$ stands for a dollar sign");
        }
        var isPlain = scalar.Style == ScalarStyle.Plain && (scalar.Tag.IsEmpty || scalar.Tag.Value != "tag:yaml.org,2002:str");
        return new YamlScalar(position, text, isPlain ? YamlScalar.Resolve(text) : ScalarType.Text);
    }

    private YamlSequence ReadSequence()
    {
        var position = PositionOf(_parser.Consume<SequenceStart>().Start);
        var items = new List<YamlNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            items.Add(ReadNode());
        return new YamlSequence(position, items);
    }

    private YamlMapping ReadMapping()
    {
        var position = PositionOf(_parser.Consume<MappingStart>().Start);
        var entries = new List<YamlEntry>();
        var merged = new List<YamlMapping>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (!_parser.TryConsume<Scalar>(out var key))
                throw new UnusableFileException(PositionOf(_parser.Current!.Start), "a name is expected here");
            var keyPosition = PositionOf(key.Start);
            var before = _anchored;
            var value = ReadNode();
            if (key.Value == "<<" && key.Style == ScalarStyle.Plain)
                merged.AddRange(Merged(value));
            else if (entries.Find(entry => entry.Name == key.Value) is { } first)
                _mistakes.Add(keyPosition, $"{key.Value}: is there twice; the one in line {first.Position.Line} is used");
            else
                entries.Add(new YamlEntry(key.Value, keyPosition, value, _anchored > before));
        }
        foreach (var entry in merged.SelectMany(static mapping => mapping.Entries))
        {
            if (!entries.Exists(own => own.Name == entry.Name))
                entries.Add(entry);
        }
        return new YamlMapping(position, entries);
    }

    private IEnumerable<YamlMapping> Merged(YamlNode value)
    {
        foreach (var node in value is YamlSequence list ? list.Items : [value])
        {
            if (node is YamlMapping mapping)
                yield return mapping;
            else
                _mistakes.Add(node.Position, $"<<: {node.Kind} cannot be merged in; it is left out");
        }
    }

    private static Position PositionOf(in Mark mark) => new((int)mark.Line, (int)mark.Column);
}
