using System.Buffers.Binary;

namespace AutoInstr.Patching.Weaving;

/// <summary>Writes instructions.</summary>
internal sealed class CodeWriter
{
    private readonly List<ExceptionClause> _handlers = [];
    private byte[] _code;

    /// <summary>Makes a writer.</summary>
    /// <param name="capacity">About how many bytes there will be.</param>
    public CodeWriter(int capacity) => _code = new byte[capacity];

    /// <summary>Where the next instruction goes.</summary>
    public int Position { get; private set; }

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Code => _code.AsSpan(0, Position);

    /// <summary>The protected stretches, inner before outer.</summary>
    public IReadOnlyList<ExceptionClause> Handlers => _handlers;

    /// <summary>An opcode without its operand.</summary>
    public void OpCode(int code)
    {
        if (code > 0xFF)
            Byte((byte)(code >> 8));
        Byte((byte)code);
    }

    /// <summary>An opcode with an operand of two bytes.</summary>
    public void OpCode(int code, ushort operand)
    {
        OpCode(code);
        BinaryPrimitives.WriteUInt16LittleEndian(Take(2), operand);
    }

    /// <summary>An opcode with an operand of four bytes.</summary>
    public void OpCode(int code, int operand)
    {
        OpCode(code);
        BinaryPrimitives.WriteInt32LittleEndian(Take(4), operand);
    }

    /// <summary>A constant address, as a native number.</summary>
    public void Address(nint value)
    {
        OpCode(Weaving.OpCode.LoadInt64);
        BinaryPrimitives.WriteInt64LittleEndian(Take(8), value);
        OpCode(Weaving.OpCode.ConvertToNativeInt);
    }

    /// <summary>Bytes as they are.</summary>
    public void Bytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    /// <summary>A branch to a place that is not written yet.</summary>
    /// <param name="code">The long form of a branch.</param>
    /// <param name="target">The place.</param>
    public void Branch(int code, Label target)
    {
        OpCode(code, 0);
        target.Branches.Add(Position);
    }

    /// <summary>The place of a label is here.</summary>
    public void Mark(Label label)
    {
        foreach (var branch in label.Branches)
            BinaryPrimitives.WriteInt32LittleEndian(_code.AsSpan(branch - 4), Position - branch);
    }

    /// <summary>Adds a protected stretch; outer ones after those they contain.</summary>
    public void Add(ExceptionClause clause) => _handlers.Add(clause);

    private void Byte(byte value) => Take(1)[0] = value;

    private Span<byte> Take(int count)
    {
        if (Position + count > _code.Length)
            Array.Resize(ref _code, Math.Max(_code.Length * 2, Position + count));
        Position += count;
        return _code.AsSpan(Position - count, count);
    }

    /// <summary>A place in the code that is branched to before it is written.</summary>
    internal sealed class Label
    {
        /// <summary>The ends of the branches to it.</summary>
        public List<int> Branches { get; } = [];
    }
}
