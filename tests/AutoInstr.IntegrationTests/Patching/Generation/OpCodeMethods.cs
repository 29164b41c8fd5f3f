using System.Reflection;
using System.Reflection.Emit;

namespace AutoInstr.IntegrationTests.Patching.Generation;

/// <summary>Bodies of methods <c>long (long, int, string)</c> with the opcodes that random ones do not have.</summary>
/// <param name="type">The type that gets them.</param>
internal sealed class OpCodeMethods(TypeBuilder type)
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

    private static void Indirect(RecordingEmitter il)
    {
        (OpCode Store, OpCode Load)[] forms =
        [
            (OpCodes.Stind_I1, OpCodes.Ldind_I1), (OpCodes.Stind_I1, OpCodes.Ldind_U1), (OpCodes.Stind_I2, OpCodes.Ldind_I2),
            (OpCodes.Stind_I2, OpCodes.Ldind_U2), (OpCodes.Stind_I4, OpCodes.Ldind_I4), (OpCodes.Stind_I4, OpCodes.Ldind_U4),
        ];
        var (integer, native, single, twice, text) = (il.Il.DeclareLocal(typeof(long)), il.Il.DeclareLocal(typeof(nint)),
            il.Il.DeclareLocal(typeof(float)), il.Il.DeclareLocal(typeof(double)), il.Il.DeclareLocal(typeof(string)));
        il.Emit(OpCodes.Ldc_I8, 0L);
        foreach (var (store, load) in forms)
        {
            il.Emit(OpCodes.Ldloca, integer);
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Unaligned, (byte)1);
            il.Emit(OpCodes.Volatile);
            il.Emit(store);
            il.Emit(OpCodes.Ldloca, integer);
            il.Emit(load);
            il.Emit(OpCodes.Conv_I8);
            il.Emit(OpCodes.Add);
        }
        foreach (var (local, convert, store, load) in new[]
        {
            (integer, OpCodes.Conv_I8, OpCodes.Stind_I8, OpCodes.Ldind_I8), (native, OpCodes.Conv_I, OpCodes.Stind_I, OpCodes.Ldind_I),
            (single, OpCodes.Conv_R4, OpCodes.Stind_R4, OpCodes.Ldind_R4), (twice, OpCodes.Conv_R8, OpCodes.Stind_R8, OpCodes.Ldind_R8),
        })
        {
            il.Emit(OpCodes.Ldloca, local);
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(convert);
            il.Emit(store);
            il.Emit(OpCodes.Ldloca, local);
            il.Emit(load);
            il.Emit(OpCodes.Conv_I8);
            il.Emit(OpCodes.Add);
        }
        il.Emit(OpCodes.Ldloca, text);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Stind_Ref);
        il.Emit(OpCodes.Ldloca, text);
        il.Emit(OpCodes.Ldind_Ref);
        il.Emit(OpCodes.Call, typeof(string).GetMethod("IsNullOrEmpty")!);
        il.Emit(OpCodes.Conv_I8);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Ret);
    }

    private static void Arrays(RecordingEmitter il)
    {
        il.Emit(OpCodes.Ldc_I8, 0L);
        foreach (var (element, store, load) in new[]
        {
            (typeof(sbyte), OpCodes.Stelem_I1, OpCodes.Ldelem_I1), (typeof(byte), OpCodes.Stelem_I1, OpCodes.Ldelem_U1),
            (typeof(short), OpCodes.Stelem_I2, OpCodes.Ldelem_I2), (typeof(ushort), OpCodes.Stelem_I2, OpCodes.Ldelem_U2),
            (typeof(int), OpCodes.Stelem_I4, OpCodes.Ldelem_I4), (typeof(uint), OpCodes.Stelem_I4, OpCodes.Ldelem_U4),
            (typeof(long), OpCodes.Stelem_I8, OpCodes.Ldelem_I8), (typeof(nint), OpCodes.Stelem_I, OpCodes.Ldelem_I),
            (typeof(float), OpCodes.Stelem_R4, OpCodes.Ldelem_R4), (typeof(double), OpCodes.Stelem_R8, OpCodes.Ldelem_R8),
        })
        {
            var array = il.Il.DeclareLocal(element.MakeArrayType());
            il.Emit(OpCodes.Ldc_I4_3);
            il.Emit(OpCodes.Newarr, element);
            il.Emit(OpCodes.Stloc, array);
            il.Emit(OpCodes.Ldloc, array);
            il.Emit(OpCodes.Ldc_I4_1);
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(element == typeof(float) ? OpCodes.Conv_R4 : element == typeof(double) ? OpCodes.Conv_R8
                : element == typeof(long) ? OpCodes.Conv_I8 : element == typeof(nint) ? OpCodes.Conv_I : OpCodes.Nop);
            il.Emit(store);
            il.Emit(OpCodes.Ldloc, array);
            il.Emit(OpCodes.Ldc_I4_1);
            il.Emit(load);
            il.Emit(OpCodes.Conv_I8);
            il.Emit(OpCodes.Add);
        }
        var texts = il.Il.DeclareLocal(typeof(object[]));
        il.Emit(OpCodes.Ldc_I4_2);
        il.Emit(OpCodes.Newarr, typeof(object));
        il.Emit(OpCodes.Stloc, texts);
        il.Emit(OpCodes.Ldloc, texts);
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Stelem_Ref);
        il.Emit(OpCodes.Ldloc, texts);
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Ldloc, texts);
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Ldelem, typeof(object));
        il.Emit(OpCodes.Stelem, typeof(object));
        il.Emit(OpCodes.Ldloc, texts);
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Readonly);
        il.Emit(OpCodes.Ldelema, typeof(object));
        il.Emit(OpCodes.Ldind_Ref);
        il.Emit(OpCodes.Ldloc, texts);
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Ldelem_Ref);
        il.Emit(OpCodes.Ceq);
        il.Emit(OpCodes.Conv_I8);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Ldloc, texts);
        il.Emit(OpCodes.Ldlen);
        il.Emit(OpCodes.Conv_I8);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Ret);
    }

    private static void Objects(RecordingEmitter il)
    {
        var handle = il.Il.DeclareLocal(typeof(RuntimeTypeHandle));
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Box, typeof(long));
        il.Emit(OpCodes.Dup);
        il.Emit(OpCodes.Unbox, typeof(long));
        il.Emit(OpCodes.Ldobj, typeof(long));
        il.Emit(OpCodes.Pop);
        il.Emit(OpCodes.Unbox_Any, typeof(long));
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Isinst, typeof(IComparable));
        il.Emit(OpCodes.Ldnull);
        il.Emit(OpCodes.Cgt_Un);
        il.Emit(OpCodes.Conv_I8);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Ldtoken, typeof(string));
        il.Emit(OpCodes.Stloc, handle);
        il.Emit(OpCodes.Ldloc, handle);
        il.Emit(OpCodes.Call, typeof(Type).GetMethod("GetTypeFromHandle")!);
        il.Emit(OpCodes.Castclass, typeof(Type));
        il.Emit(OpCodes.Callvirt, typeof(object).GetMethod("ToString")!);
        il.Emit(OpCodes.Callvirt, typeof(string).GetProperty("Length")!.GetMethod!);
        il.Emit(OpCodes.Conv_I8);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Ldarga_S, (byte)1);
        il.Emit(OpCodes.Constrained, typeof(int));
        il.Emit(OpCodes.Callvirt, typeof(object).GetMethod("ToString")!);
        il.Emit(OpCodes.Callvirt, typeof(string).GetProperty("Length")!.GetMethod!);
        il.Emit(OpCodes.Conv_I8);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Ret);
    }

    private static void Structures(RecordingEmitter il)
    {
        var (one, other) = (il.Il.DeclareLocal(typeof(decimal)), il.Il.DeclareLocal(typeof(decimal)));
        il.Emit(OpCodes.Ldloca, one);
        il.Emit(OpCodes.Initobj, typeof(decimal));
        il.Emit(OpCodes.Ldloca, one);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Newobj, typeof(decimal).GetConstructor([typeof(long)])!);
        il.Emit(OpCodes.Stobj, typeof(decimal));
        il.Emit(OpCodes.Ldloca, other);
        il.Emit(OpCodes.Ldloca, one);
        il.Emit(OpCodes.Cpobj, typeof(decimal));
        il.Emit(OpCodes.Ldloc, other);
        il.Emit(OpCodes.Call, typeof(decimal).GetMethod("ToInt64", [typeof(decimal)])!);
        il.Emit(OpCodes.Sizeof, typeof(decimal));
        il.Emit(OpCodes.Conv_U8);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Ret);
    }

    private static void Memory(RecordingEmitter il)
    {
        var (from, to) = (il.Il.DeclareLocal(typeof(nint)), il.Il.DeclareLocal(typeof(nint)));
        foreach (var local in new[] { from, to })
        {
            il.Emit(OpCodes.Ldc_I4, 64);
            il.Emit(OpCodes.Conv_U);
            il.Emit(OpCodes.Localloc);
            il.Emit(OpCodes.Stloc, local);
        }
        il.Emit(OpCodes.Ldloc, from);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldc_I4, 64);
        il.Emit(OpCodes.Initblk);
        il.Emit(OpCodes.Ldloc, to);
        il.Emit(OpCodes.Ldloc, from);
        il.Emit(OpCodes.Ldc_I4, 64);
        il.Emit(OpCodes.Cpblk);
        il.Emit(OpCodes.Ldloc, to);
        il.Emit(OpCodes.Ldc_I4_8);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Ldind_I8);
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

    private static void TypedReferences(RecordingEmitter il)
    {
        var reference = il.Il.DeclareLocal(typeof(TypedReference));
        il.Emit(OpCodes.Ldarga_S, (byte)0);
        il.Emit(OpCodes.Mkrefany, typeof(long));
        il.Emit(OpCodes.Stloc, reference);
        il.Emit(OpCodes.Ldloc, reference);
        il.Emit(OpCodes.Refanytype);
        il.Emit(OpCodes.Pop);
        il.Emit(OpCodes.Ldloc, reference);
        il.Emit(OpCodes.Refanyval, typeof(long));
        il.Emit(OpCodes.Ldind_I8);
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
