using AutoInstr.Patching.Native;

namespace AutoInstr.Patching.Weaving;

/// <summary>A method's new body.</summary>
/// <param name="Bytes">Header, code and handlers.</param>
/// <param name="Moved">Where the original's instructions are in it.</param>
internal sealed record WovenBody(byte[] Bytes, MovedInstruction[] Moved);
