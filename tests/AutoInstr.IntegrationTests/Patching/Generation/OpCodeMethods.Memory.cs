using System.Reflection.Emit;

namespace AutoInstr.IntegrationTests.Patching.Generation;

/// <content>Those that read and write memory: references, arrays, objects, structures and blocks.</content>
internal sealed partial class OpCodeMethods
{
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
}
