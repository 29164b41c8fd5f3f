using System.Runtime.CompilerServices;

namespace AutoInstr.PatchBench;

/// <summary>Pairs of the same method, of which the second is patched.</summary>
internal sealed class Targets
{
    private int _sum;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public int Add(int value) => _sum += value;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public int AddPatched(int value) => _sum += value;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public string Text(string text, long number) => number == _sum ? "" : text;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public string TextPatched(string text, long number) => number == _sum ? "" : text;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public Task<int> Complete(Task<int> task) => task;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public Task<int> CompletePatched(Task<int> task) => task;
}
