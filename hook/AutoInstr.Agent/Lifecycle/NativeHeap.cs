using System.Runtime.InteropServices;

namespace AutoInstr.Agent.Lifecycle;

/// <summary>What is free in the heap of the C library, from which the runtime's compiler and the engine take what they need for a
/// moment.</summary>
/// <remarks>
/// glibc keeps what is freed below something that is in use: 8 MB after the start of a service, the compiler's for the most part. It
/// gives it back when asked: https://man7.org/linux/man-pages/man3/malloc_trim.3.html. Other C libraries have no such call.
/// </remarks>
internal static unsafe class NativeHeap
{
    /// <summary>Bytes beside the managed heap of a process whose native heap is left alone: asking takes a millisecond for what a start
    /// leaves, but longer the larger the heap is, and who allocates waits for it.</summary>
    private const long Large = 256 << 20;

    /// <summary>Gives it back to the system.</summary>
    public static void Return()
    {
        if (Environment.WorkingSet - GC.GetGCMemoryInfo().TotalCommittedBytes < Large
            && NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "malloc_trim", out var trim))
        {
            _ = ((delegate* unmanaged<nuint, int>)trim)(0);
        }
    }
}
