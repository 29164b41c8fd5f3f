namespace AutoInstr.Patching.Weaving;

/// <summary>What follows an instruction's opcode.</summary>
internal enum OperandKind
{
    /// <summary>There is no such opcode.</summary>
    Unknown,
    /// <summary>Nothing.</summary>
    None,
    /// <summary>One byte.</summary>
    Byte,
    /// <summary>Two bytes.</summary>
    Short,
    /// <summary>Four bytes, a token or a number.</summary>
    Int,
    /// <summary>Eight bytes.</summary>
    Long,
    /// <summary>A branch's distance, one byte.</summary>
    ShortBranch,
    /// <summary>A branch's distance, four bytes.</summary>
    Branch,
    /// <summary>A number of branches, and their distances.</summary>
    Switch,
}
