using AutoInstr.Patching;

namespace WrapAllPatches;

/// <summary>Around every method of whole assemblies, to prove the weaver on code that nobody wrote for it.</summary>
[Patch("Generated", Type = PatchAttribute.Any, Method = PatchAttribute.Any)]
[Patch("System.Linq", Type = PatchAttribute.Any, Method = PatchAttribute.Any)]
[Patch("System.Text.Json", Type = PatchAttribute.Any, Method = PatchAttribute.Any)]
[Patch("System.Net.Http", Type = PatchAttribute.Any, Method = PatchAttribute.Any)]
[Patch("Microsoft.Data.Sqlite", Type = PatchAttribute.Any, Method = PatchAttribute.Any)]
[Patch("Microsoft.EntityFrameworkCore", Type = PatchAttribute.Any, Method = PatchAttribute.Any)]
[Patch("Microsoft.EntityFrameworkCore.Relational", Type = PatchAttribute.Any, Method = PatchAttribute.Any)]
[Patch("Microsoft.EntityFrameworkCore.Sqlite", Type = PatchAttribute.Any, Method = PatchAttribute.Any)]
internal static class WrapAll
{
    private static long _begun;
    private static long _ended;

    // What was wrapped is written where the test looks for it.
    static WrapAll() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        File.WriteAllText(Environment.GetEnvironmentVariable("WRAPPED_CALLS")!, $"{Volatile.Read(ref _begun)} {Volatile.Read(ref _ended)}");

    private static void Prefix(out long __state) => __state = Interlocked.Increment(ref _begun);

    private static void Postfix(long __state)
    {
        if (__state == 0)
            throw new InvalidOperationException("the state is lost");
    }

    private static void Finalizer(Exception? __exception) => Interlocked.Increment(ref _ended);
}
