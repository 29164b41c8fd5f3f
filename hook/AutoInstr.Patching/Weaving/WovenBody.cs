namespace AutoInstr.Patching.Weaving;

/// <summary>A method's new body.</summary>
/// <param name="Bytes">Header, code and handlers.</param>
/// <param name="Moved">Where the original's instructions are in it: three numbers each, from, to and 1, as the runtime wants
/// them. By them stack traces have the original's line numbers.</param>
internal sealed record WovenBody(byte[] Bytes, int[] Moved);
