using System.Reflection;
using System.Reflection.Emit;

namespace AutoInstr.IntegrationTests.Patching.Generation;

/// <summary>Bodies of methods <c>long (long, int, string)</c> with the opcodes that random ones do not have.</summary>
/// <param name="type">The type that gets them.</param>
internal sealed partial class OpCodeMethods(TypeBuilder type)
{
    private readonly FieldBuilder _static = type.DefineField("_static", typeof(long), FieldAttributes.Static | FieldAttributes.Public);

    /// <summary>The bodies by name.</summary>
    public IReadOnlyDictionary<string, Action<RecordingEmitter>> All => new Dictionary<string, Action<RecordingEmitter>>
    {
        ["Arguments"] = Arguments,
        ["Constants"] = Constants,
        ["ShortLocals"] = il => Locals(il, 8),
        ["ManyLocals"] = il => Locals(il, 300),
        ["DeepStack"] = DeepStack,
        ["Indirect"] = Indirect,
        ["Arrays"] = Arrays,
        ["Objects"] = Objects,
        ["Structures"] = Structures,
        ["Memory"] = Memory,
        ["Functions"] = Functions,
        ["TypedReferences"] = TypedReferences,
        ["ShortBranches"] = ShortBranches,
        ["Fields"] = Fields,
        ["Tail"] = Tail,
        ["Finite"] = Finite,
    };

    private static void Arguments(RecordingEmitter il)
    {
        il.Emit(OpCodes.Ldarga_S, (byte)0);
        il.Emit(OpCodes.Ldind_I8);
        il.Emit(OpCodes.Ldc_I4_S, (sbyte)3);
        il.Emit(OpCodes.Conv_I8);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Starg_S, (byte)0);
        il.Emit(OpCodes.Ldarg, (short)1);
        il.Emit(OpCodes.Starg, (short)1);
        il.Emit(OpCodes.Ldarga, (short)1);
        il.Emit(OpCodes.Ldind_I4);
        il.Emit(OpCodes.Conv_I8);
        il.Emit(OpCodes.Ldarg_S, (byte)0);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Nop);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Callvirt, typeof(string).GetProperty("Length")!.GetMethod!);
        il.Emit(OpCodes.Conv_I8);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Ret);
    }

    private static void Constants(RecordingEmitter il)
    {
        OpCode[] small =
        [
            OpCodes.Ldc_I4_M1, OpCodes.Ldc_I4_0, OpCodes.Ldc_I4_1, OpCodes.Ldc_I4_2, OpCodes.Ldc_I4_3, OpCodes.Ldc_I4_4, OpCodes.Ldc_I4_5,
            OpCodes.Ldc_I4_6, OpCodes.Ldc_I4_7, OpCodes.Ldc_I4_8,
        ];
        il.Emit(OpCodes.Ldarg_0);
        foreach (var code in small)
        {
            il.Emit(code);
            il.Emit(OpCodes.Conv_I8);
            il.Emit(OpCodes.Add);
        }
        il.Emit(OpCodes.Ldc_R4, 1.5f);
        il.Emit(OpCodes.Ldc_R8, 2.25);
        il.Emit(OpCodes.Mul);
        il.Emit(OpCodes.Conv_I8);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Ret);
    }

    private static void Locals(RecordingEmitter il, int count)
    {
        var locals = Enumerable.Range(0, count).Select(_ => il.Il.DeclareLocal(typeof(long))).ToArray();
        OpCode[] store = [OpCodes.Stloc_0, OpCodes.Stloc_1, OpCodes.Stloc_2, OpCodes.Stloc_3];
        OpCode[] load = [OpCodes.Ldloc_0, OpCodes.Ldloc_1, OpCodes.Ldloc_2, OpCodes.Ldloc_3];
        for (var i = 0; i < count; i++)
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldc_I4, i);
            il.Emit(OpCodes.Conv_I8);
            il.Emit(OpCodes.Xor);
            if (i < 4)
                il.Emit(store[i]);
            else if (i < 256)
                il.Emit(OpCodes.Stloc_S, (byte)i);
            else
                il.Emit(OpCodes.Stloc, (short)i);
        }
        il.Emit(OpCodes.Ldloca, locals[^1]);
        il.Emit(OpCodes.Ldind_I8);
        for (var i = 0; i < count; i++)
        {
            if (i < 4)
                il.Emit(load[i]);
            else if (i < 256)
                il.Emit(OpCodes.Ldloc_S, (byte)i);
            else
                il.Emit(OpCodes.Ldloc, (short)i);
            il.Emit(OpCodes.Add);
        }
        il.Emit(OpCodes.Ldloca_S, (byte)5);
        il.Emit(OpCodes.Ldind_I8);
        il.Emit(OpCodes.Sub);
        il.Emit(OpCodes.Ret);
    }

    private static void DeepStack(RecordingEmitter il)
    {
        for (var i = 0; i < 500; i++)
            il.Emit(OpCodes.Ldarg_0);
        for (var i = 1; i < 500; i++)
            il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Dup);
        il.Emit(OpCodes.Pop);
        il.Emit(OpCodes.Ret);
    }

    private void Functions(RecordingEmitter il)
    {
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldftn, typeof(Math).GetMethod("Sign", [typeof(long)])!);
        il.EmitCalli(typeof(int), typeof(long));
        il.Emit(OpCodes.Conv_I8);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Ldvirtftn, typeof(object).GetMethod("GetHashCode")!);
        il.Emit(OpCodes.Pop);
        il.Emit(OpCodes.Call, typeof(string).GetMethod("IsNullOrEmpty")!);
        il.Emit(OpCodes.Conv_I8);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Ret);
    }

    private static void ShortBranches(RecordingEmitter il)
    {
        var (end, back, done) = (il.Il.DefineLabel(), il.Il.DefineLabel(), il.Il.DefineLabel());
        il.Emit(OpCodes.Br_S, end);
        il.Mark(back);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ret);
        il.Mark(end);
        il.Il.BeginExceptionBlock();
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Brfalse_S, done);
        il.Emit(OpCodes.Leave_S, back);
        il.Mark(done);
        il.Il.BeginFinallyBlock();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Conv_I8);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Starg_S, (byte)0);
        il.Il.EndExceptionBlock();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Neg);
        il.Emit(OpCodes.Ret);
    }

    private void Fields(RecordingEmitter il)
    {
        var entry = typeof(System.Runtime.CompilerServices.StrongBox<long>);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Stsfld, _static);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Newobj, entry.GetConstructor([typeof(long)])!);
        il.Emit(OpCodes.Dup);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Conv_I8);
        il.Emit(OpCodes.Stfld, entry.GetField("Value")!);
        il.Emit(OpCodes.Dup);
        il.Emit(OpCodes.Ldflda, entry.GetField("Value")!);
        il.Emit(OpCodes.Ldind_I8);
        il.Emit(OpCodes.Pop);
        il.Emit(OpCodes.Ldfld, entry.GetField("Value")!);
        il.Emit(OpCodes.Ldsflda, _static);
        il.Emit(OpCodes.Ldind_I8);
        il.Emit(OpCodes.Ldsfld, _static);
        il.Emit(OpCodes.Sub);
        il.Emit(OpCodes.Sub);
        il.Emit(OpCodes.Ret);
    }

    private static void Tail(RecordingEmitter il)
    {
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Conv_I8);
        il.Emit(OpCodes.Tailcall);
        il.Emit(OpCodes.Call, typeof(Math).GetMethod("Max", [typeof(long), typeof(long)])!);
        il.Emit(OpCodes.Ret);
    }

    private static void Finite(RecordingEmitter il)
    {
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Conv_R8);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Conv_R8);
        il.Emit(OpCodes.Div);
        il.Emit(OpCodes.Ckfinite);
        il.Emit(OpCodes.Ldc_R8, 0.5);
        il.Emit(OpCodes.Mul);
        il.Emit(OpCodes.Conv_I8);
        il.Emit(OpCodes.Ret);
    }
}
