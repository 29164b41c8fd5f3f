using System.Runtime.InteropServices;

namespace AutoInstr.Patching.Native;

/// <summary>Where an instruction of the original body is in the new one: by it, stack traces have the original's line numbers.</summary>
/// <param name="From">Its place in the original.</param>
/// <param name="To">Its place in the new body.</param>
/// <param name="IsAccurate">1.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct MovedInstruction(int From, int To, int IsAccurate = 1);
