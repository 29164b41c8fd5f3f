using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Metadata;
using System.Text;

namespace AutoInstr.Patching.Metadata;

/// <summary>Which classes an assembly refers to and which derive from them, read from its metadata without loading any
/// (ECMA-335, II.24).</summary>
internal readonly ref struct TypeTable
{
    private const int Module = 0, TypeRef = 1, TypeDef = 2, Field = 4, MethodDef = 6, ModuleRef = 0x1A, TypeSpec = 0x1B, AssemblyRef = 0x23;
    private const int TableCount = 64;

    private readonly ReadOnlySpan<byte> _strings;
    private readonly ReadOnlySpan<byte> _references;
    private readonly ReadOnlySpan<byte> _definitions;
    private readonly int _stringSize;
    private readonly int _scopeSize;
    private readonly int _referenceSize;
    private readonly int _extendsSize;
    private readonly int _definitionSize;

    /// <summary>Finds the tables in an assembly's metadata.</summary>
    /// <param name="metadata">All of it.</param>
    public TypeTable(ReadOnlySpan<byte> metadata)
    {
        var tables = Stream(metadata, "#~"u8);
        _strings = Stream(metadata, "#Strings"u8);
        if (tables.IsEmpty)
            return;
        var heaps = tables[6];
        var present = BinaryPrimitives.ReadUInt64LittleEndian(tables[8..]);
        Span<int> rows = stackalloc int[TableCount];
        rows.Clear();
        var position = 24;
        for (var table = 0; table < TableCount; table++)
        {
            if ((present >> table & 1) == 0)
                continue;
            rows[table] = BinaryPrimitives.ReadInt32LittleEndian(tables[position..]);
            position += 4;
        }
        if ((heaps & 0x40) != 0)
            position += 4;

        _stringSize = (heaps & 1) != 0 ? 4 : 2;
        var guidSize = (heaps & 2) != 0 ? 4 : 2;
        _scopeSize = CodedSize(Math.Max(Math.Max(rows[Module], rows[ModuleRef]), Math.Max(rows[AssemblyRef], rows[TypeRef])));
        _extendsSize = CodedSize(Math.Max(Math.Max(rows[TypeDef], rows[TypeRef]), rows[TypeSpec]));
        _referenceSize = _scopeSize + 2 * _stringSize;
        _definitionSize = 4 + 2 * _stringSize + _extendsSize + IndexSize(rows[Field]) + IndexSize(rows[MethodDef]);

        position += rows[Module] * (2 + _stringSize + 3 * guidSize);
        _references = tables.Slice(position, rows[TypeRef] * _referenceSize);
        _definitions = tables.Slice(position + _references.Length, rows[TypeDef] * _definitionSize);
    }

    /// <summary>Finds them in a loaded assembly; what is empty when it has none.</summary>
    public static unsafe TypeTable Of(Assembly assembly) =>
        assembly.TryGetRawMetadata(out var bytes, out var length) ? new TypeTable(new ReadOnlySpan<byte>(bytes, length)) : default;

    /// <summary>Whether the assembly refers to a type.</summary>
    /// <param name="fullName">The type's full name.</param>
    public bool RefersTo(string fullName) => FindReference(fullName) != 0;

    /// <summary>The tokens of the classes that derive from one that the assembly refers to, directly or not.</summary>
    /// <param name="fullName">The full name of that class.</param>
    public List<int> FindDerived(string fullName)
    {
        var found = new List<int>();
        var reference = FindReference(fullName);
        if (reference == 0)
            return found;
        // The two lowest bits of what a type extends say which table has that.
        var bases = new HashSet<int> { reference << 2 | 1 };
        // A class may stand before the one that it derives from.
        for (var known = 0; known < bases.Count;)
        {
            known = bases.Count;
            for (var row = 1; row <= _definitions.Length / _definitionSize; row++)
            {
                var definition = _definitions[((row - 1) * _definitionSize)..];
                if (bases.Contains(Read(definition[(4 + 2 * _stringSize)..], _extendsSize)) && bases.Add(row << 2))
                    found.Add(TypeDef << 24 | row);
            }
        }
        return found;
    }

    private int FindReference(string fullName)
    {
        var dot = fullName.LastIndexOf('.');
        var name = Encoding.UTF8.GetBytes(fullName[(dot + 1)..] + '\0');
        var space = Encoding.UTF8.GetBytes(fullName[..Math.Max(0, dot)] + '\0');
        // Most assemblies do not have the name at all, not even at the end of another one, and searching is faster than reading the table.
        if (_references.IsEmpty || _strings.IndexOf(name) < 0)
            return 0;
        for (var row = 1; row <= _references.Length / _referenceSize; row++)
        {
            var reference = _references.Slice((row - 1) * _referenceSize, _referenceSize)[_scopeSize..];
            if (_strings[Read(reference, _stringSize)..].StartsWith(name) &&
                _strings[Read(reference[_stringSize..], _stringSize)..].StartsWith(space))
                return row;
        }
        return 0;
    }

    private static ReadOnlySpan<byte> Stream(ReadOnlySpan<byte> metadata, ReadOnlySpan<byte> wanted)
    {
        // Signature, versions, reserved; the length of the version's text, the text; flags; the number of streams; their headers.
        var position = 16 + BinaryPrimitives.ReadInt32LittleEndian(metadata[12..]);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(metadata[(position + 2)..]);
        position += 4;
        for (var stream = 0; stream < count; stream++)
        {
            var name = metadata[(position + 8)..];
            name = name[..name.IndexOf((byte)0)];
            if (name.SequenceEqual(wanted))
                return metadata.Slice(
                    BinaryPrimitives.ReadInt32LittleEndian(metadata[position..]),
                    BinaryPrimitives.ReadInt32LittleEndian(metadata[(position + 4)..]));
            position += 8 + (name.Length / 4 + 1) * 4;
        }
        return [];
    }

    private static int Read(ReadOnlySpan<byte> bytes, int size) =>
        size == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadInt32LittleEndian(bytes);

    private static int IndexSize(int rows) => rows < 1 << 16 ? 2 : 4;

    /// <summary>The size of a number whose two lowest bits name one of several tables.</summary>
    private static int CodedSize(int rows) => rows < 1 << 14 ? 2 : 4;
}
