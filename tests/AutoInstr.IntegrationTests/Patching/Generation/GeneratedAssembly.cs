using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace AutoInstr.IntegrationTests.Patching.Generation;

/// <summary>An assembly of methods that no compiler would write.</summary>
internal static class GeneratedAssembly
{
    private static readonly Type[] Parameters = [typeof(long), typeof(int), typeof(string)];

    /// <summary>Writes one.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="seed">What makes the random methods the same each time.</param>
    /// <param name="count">How many of them there are.</param>
    /// <returns>The opcodes in it.</returns>
    public static IReadOnlySet<OpCode> Save(string path, int seed, int count)
    {
        // What the generator writes by itself around protected stretches.
        var used = new HashSet<OpCode> { OpCodes.Leave, OpCodes.Endfinally, OpCodes.Endfilter };
        var (assembly, type) = Begin();
        foreach (var (name, write) in new OpCodeMethods(type).All)
            write(new RecordingEmitter(Define(type, "Test" + name), used));
        var random = new Random(seed);
        for (var written = 0; written < count;)
        {
            var own = random.Next();
            if (IsWrittenRight(own))
                _ = new RandomMethod(new RecordingEmitter(Define(type, $"TestRandom{written++}"), used), new Random(own));
        }
        DefineJump(type);
        type.CreateType();
        assembly.Save(path);
        return used;
    }

    private static (PersistedAssemblyBuilder Assembly, TypeBuilder Type) Begin()
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName("Generated"), typeof(object).Assembly);
        const TypeAttributes kind = TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed;
        return (assembly, assembly.DefineDynamicModule("Generated").DefineType("Program", kind));
    }

    /// <summary>The builder does not write a switch right that lies across two of its buffers.</summary>
    private static bool IsWrittenRight(int seed)
    {
        var (assembly, type) = Begin();
        _ = new RandomMethod(new RecordingEmitter(Define(type, "Test"), new HashSet<OpCode>()), new Random(seed));
        type.CreateType();
        var context = new AssemblyLoadContext("check", isCollectible: true);
        try
        {
            using var file = new MemoryStream();
            assembly.Save(file);
            file.Position = 0;
            RuntimeHelpers.PrepareMethod(context.LoadFromStream(file).GetType("Program")!.GetMethod("Test")!.MethodHandle);
            return true;
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or InvalidProgramException or BadImageFormatException)
        {
            return false;
        }
        finally
        {
            context.Unload();
        }
    }

    private static ILGenerator Define(TypeBuilder type, string name) =>
        type.DefineMethod(name, MethodAttributes.Public | MethodAttributes.Static, typeof(long), Parameters).GetILGenerator();

    /// <summary>The one instruction after which nothing of ours can run.</summary>
    private static void DefineJump(TypeBuilder type)
    {
        var target = type.DefineMethod("Target", MethodAttributes.Public | MethodAttributes.Static, typeof(long), Parameters);
        var il = target.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ret);
        Define(type, "TestJump").Emit(OpCodes.Jmp, target);
    }
}
