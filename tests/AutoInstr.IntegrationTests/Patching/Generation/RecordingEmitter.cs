using System.Reflection;
using System.Reflection.Emit;

namespace AutoInstr.IntegrationTests.Patching.Generation;

/// <summary>Emits instructions and remembers which there were.</summary>
internal sealed class RecordingEmitter(ILGenerator il, ISet<OpCode> used)
{
    public ILGenerator Il => il;

    public void Emit(OpCode code) => Record(code).Emit(code);

    public void Emit(OpCode code, byte operand) => Record(code).Emit(code, operand);

    public void Emit(OpCode code, sbyte operand) => Record(code).Emit(code, operand);

    public void Emit(OpCode code, short operand) => Record(code).Emit(code, operand);

    public void Emit(OpCode code, int operand) => Record(code).Emit(code, operand);

    public void Emit(OpCode code, long operand) => Record(code).Emit(code, operand);

    public void Emit(OpCode code, float operand) => Record(code).Emit(code, operand);

    public void Emit(OpCode code, double operand) => Record(code).Emit(code, operand);

    public void Emit(OpCode code, string operand) => Record(code).Emit(code, operand);

    public void Emit(OpCode code, Type operand) => Record(code).Emit(code, operand);

    public void Emit(OpCode code, MethodInfo operand) => Record(code).Emit(code, operand);

    public void Emit(OpCode code, ConstructorInfo operand) => Record(code).Emit(code, operand);

    public void Emit(OpCode code, FieldInfo operand) => Record(code).Emit(code, operand);

    public void Emit(OpCode code, LocalBuilder operand) => Record(code).Emit(code, operand);

    public void Emit(OpCode code, Label operand) => Record(code).Emit(code, operand);

    public void Emit(OpCode code, Label[] operand) => Record(code).Emit(code, operand);

    public void EmitCalli(Type result, params Type[] parameters)
    {
        used.Add(OpCodes.Calli);
        il.EmitCalli(OpCodes.Calli, CallingConventions.Standard, result, parameters, null);
    }

    public void Mark(Label label) => il.MarkLabel(label);

    private ILGenerator Record(OpCode code)
    {
        used.Add(code);
        return il;
    }
}
