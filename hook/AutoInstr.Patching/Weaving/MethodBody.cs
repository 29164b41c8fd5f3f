using System.Buffers.Binary;

namespace AutoInstr.Patching.Weaving;

/// <summary>A method's body as its module has it (ECMA-335, II.25.4).</summary>
internal sealed class MethodBody
{
    private const int Tiny = 0x2, Fat = 0x3, FormatMask = 0x3, MoreSections = 0x8;
    private const int Clauses = 0x1, FatSection = 0x40, SectionKindMask = 0x3F;

    /// <summary>The instructions.</summary>
    public required byte[] Code { get; init; }

    /// <summary>How many values may be on the stack at once.</summary>
    public required int MaxStack { get; init; }

    /// <summary>The token of the locals' signature; 0 when there are none.</summary>
    public required int Locals { get; init; }

    /// <summary>The protected stretches, inner before outer.</summary>
    public required IReadOnlyList<ExceptionClause> Handlers { get; init; }

    /// <summary>Takes a body apart.</summary>
    /// <exception cref="RefusedException">It is not one.</exception>
    public static MethodBody Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 0)
            throw new RefusedException("it has no body");
        if ((bytes[0] & FormatMask) == Tiny)
            return new MethodBody { Code = bytes.Slice(1, bytes[0] >> 2).ToArray(), MaxStack = 8, Locals = 0, Handlers = [] };
        if ((bytes[0] & FormatMask) != Fat)
            throw new RefusedException("its body has an unknown format");

        var header = (bytes[1] >> 4) * 4;
        var size = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        return new MethodBody
        {
            Code = bytes.Slice(header, size).ToArray(),
            MaxStack = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]),
            Locals = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]),
            Handlers = (bytes[0] & MoreSections) != 0 ? ReadHandlers(bytes, header + size) : [],
        };
    }

    private static List<ExceptionClause> ReadHandlers(ReadOnlySpan<byte> bytes, int position)
    {
        var clauses = new List<ExceptionClause>();
        for (var kind = 0x80; (kind & 0x80) != 0;)
        {
            position = (position + 3) & ~3;
            var section = bytes[position..];
            kind = section[0];
            if ((kind & SectionKindMask) != Clauses)
                throw new RefusedException("its body has an unknown section");
            var isFat = (kind & FatSection) != 0;
            var size = isFat ? BinaryPrimitives.ReadInt32LittleEndian(section) >>> 8 : section[1];
            var length = isFat ? 24 : 12;
            // Some compilers do not count the section's own four bytes: the number of whole clauses is right all the same.
            for (var i = 0; i < size / length; i++)
                clauses.Add(isFat ? ReadFat(section[(4 + i * length)..]) : ReadSmall(section[(4 + i * length)..]));
            position += size;
        }
        return clauses;
    }

    private static ExceptionClause ReadFat(ReadOnlySpan<byte> clause) => Clause(
        BinaryPrimitives.ReadInt32LittleEndian(clause),
        BinaryPrimitives.ReadInt32LittleEndian(clause[4..]),
        BinaryPrimitives.ReadInt32LittleEndian(clause[8..]),
        BinaryPrimitives.ReadInt32LittleEndian(clause[12..]),
        BinaryPrimitives.ReadInt32LittleEndian(clause[16..]),
        BinaryPrimitives.ReadInt32LittleEndian(clause[20..]));

    private static ExceptionClause ReadSmall(ReadOnlySpan<byte> clause) => Clause(
        BinaryPrimitives.ReadUInt16LittleEndian(clause),
        BinaryPrimitives.ReadUInt16LittleEndian(clause[2..]),
        clause[4],
        BinaryPrimitives.ReadUInt16LittleEndian(clause[5..]),
        clause[7],
        BinaryPrimitives.ReadInt32LittleEndian(clause[8..]));

    private static ExceptionClause Clause(int flags, int start, int length, int handler, int handlerLength, int data) =>
        new(flags, start, start + length, handler, handler + handlerLength, data);
}
