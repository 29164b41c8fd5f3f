using System.Buffers.Binary;

namespace AutoInstr.Patching.Weaving;

/// <summary>Copies a method's own instructions into the woven body: each return becomes a jump behind them.</summary>
/// <param name="body">The original.</param>
internal sealed class OriginalCode(MethodBody body)
{
    private readonly byte[] _code = body.Code;

    /// <summary>Where each instruction went, by its old place; -1 inside of instructions.</summary>
    private readonly int[] _moved = new int[body.Code.Length + 1];

    /// <summary>Copies the instructions and their handlers.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="result">The local that takes the result; <see langword="null"/> when there is none.</param>
    /// <param name="exit">The long branch that leaves the code.</param>
    /// <param name="end">Where it leads.</param>
    /// <exception cref="RefusedException">There is an instruction that cannot be copied.</exception>
    public void Copy(CodeWriter writer, int? result, int exit, CodeWriter.Label end)
    {
        var returnLength = (result == null ? 0 : 4) + 5;
        Measure(writer.Position, returnLength);
        for (var position = 0; position < _code.Length;)
        {
            var code = Decode(position, out var operand);
            var next = Next(position);
            if (code == OpCode.Return)
            {
                if (result is { } local)
                    writer.OpCode(OpCode.StoreLocal, (ushort)local);
                writer.Branch(exit, end);
            }
            else if (code == OpCode.TailCall)
            {
                // The frame is still needed.
                writer.OpCode(OpCode.Nop);
                writer.OpCode(OpCode.Nop);
            }
            else
            {
                Copy(writer, position, next, code, operand);
            }
            position = next;
        }
        foreach (var clause in body.Handlers)
            writer.Add(new ExceptionClause(
                clause.Flags,
                Moved(clause.Try),
                Moved(clause.TryEnd),
                Moved(clause.Handler),
                Moved(clause.HandlerEnd),
                clause.Flags == ExceptionClause.Filter ? Moved(clause.Data) : clause.Data));
    }

    /// <summary>Where each instruction went: three numbers each, from, to and 1.</summary>
    public int[] Moved()
    {
        var moved = new List<int>(_code.Length);
        for (var position = 0; position < _code.Length; position++)
        {
            if (_moved[position] < 0)
                continue;
            moved.Add(position);
            moved.Add(_moved[position]);
            moved.Add(1);
        }
        return moved.ToArray();
    }

    private void Copy(CodeWriter writer, int position, int next, int code, int operand)
    {
        switch (OpCode.Operand(code))
        {
            case OperandKind.ShortBranch:
                var longForm = code == OpCode.LeaveShort ? OpCode.Leave : code + OpCode.ShortToLong;
                writer.OpCode(longForm, Moved(next + (sbyte)_code[operand]) - (writer.Position + 5));
                break;
            case OperandKind.Branch:
                writer.OpCode(code, Moved(next + Int32(operand)) - (writer.Position + 5));
                break;
            case OperandKind.Switch:
                var count = Int32(operand);
                var end = writer.Position + 5 + count * 4;
                writer.OpCode(code, count);
                Span<byte> distance = stackalloc byte[4];
                for (var i = 1; i <= count; i++)
                {
                    BinaryPrimitives.WriteInt32LittleEndian(distance, Moved(next + Int32(operand + i * 4)) - end);
                    writer.Bytes(distance);
                }
                break;
            default:
                writer.Bytes(_code.AsSpan(position, next - position));
                break;
        }
    }

    /// <summary>Finds where each instruction will be.</summary>
    private void Measure(int start, int returnLength)
    {
        for (var position = 0; position < _moved.Length; position++)
            _moved[position] = -1;
        for (var position = 0; position < _code.Length;)
        {
            _moved[position] = start;
            var code = Decode(position, out _);
            if (code == OpCode.Jump)
                throw new RefusedException("it leaves with jmp");
            var next = Next(position);
            start += code == OpCode.Return ? returnLength
                : OpCode.Operand(code) == OperandKind.ShortBranch ? 5
                : next - position;
            position = next;
        }
        _moved[^1] = start;
    }

    private int Moved(int position) =>
        position >= 0 && position < _moved.Length && _moved[position] >= 0 ? _moved[position]
            : throw new RefusedException("it branches into an instruction");

    private int Decode(int position, out int operand)
    {
        int code = _code[position];
        operand = position + 1;
        if (code == OpCode.Prefix && operand < _code.Length)
            code = code << 8 | _code[operand++];
        return code;
    }

    private int Next(int position)
    {
        var code = Decode(position, out var operand);
        var length = OpCode.Operand(code) switch
        {
            OperandKind.None => 0,
            OperandKind.Byte or OperandKind.ShortBranch => 1,
            OperandKind.Short => 2,
            OperandKind.Int or OperandKind.Branch => 4,
            OperandKind.Long => 8,
            OperandKind.Switch when operand + 4 <= _code.Length && (uint)Int32(operand) < _code.Length => 4 + 4 * Int32(operand),
            _ => throw new RefusedException($"its instruction 0x{code:X} is not known"),
        };
        return operand + length <= _code.Length ? operand + length : throw new RefusedException("its last instruction is cut off");
    }

    private int Int32(int position) => BinaryPrimitives.ReadInt32LittleEndian(_code.AsSpan(position));
}
