namespace AutoInstr.Patching.Weaving;

/// <summary>The opcodes that the weaver knows by name, and the operands of all (ECMA-335, III). Those of two bytes begin with FE.</summary>
internal static class OpCode
{
#pragma warning disable CS1591 // the names say it
    public const int Nop = 0x00, LoadNull = 0x14, LoadInt32 = 0x20, LoadInt64 = 0x21, Jump = 0x27, CallIndirect = 0x29, Return = 0x2A;
    public const int BranchShort = 0x2B, Branch = 0x38, BranchFalse = 0x39, BranchLastShort = 0x37;
    public const int Switch = 0x45, LoadReference = 0x50, And = 0x5F, LoadObject = 0x71, ConvertToNativeInt = 0xD3;
    public const int Leave = 0xDD, LeaveShort = 0xDE;
    public const int LoadArgument = 0xFE09, LoadArgumentAddress = 0xFE0A;
    public const int LoadLocal = 0xFE0C, LoadLocalAddress = 0xFE0D, StoreLocal = 0xFE0E;
    public const int TailCall = 0xFE14, Rethrow = 0xFE1A;
#pragma warning restore CS1591

    /// <summary>The first byte of the opcodes that have two.</summary>
    public const byte Prefix = 0xFE;

    /// <summary>From the short form of a branch to the long one.</summary>
    public const int ShortToLong = Branch - BranchShort;

    /// <summary>What follows an opcode.</summary>
    public static OperandKind Operand(int code) => code switch
    {
        <= 0x0D or >= 0x14 and <= 0x1E or 0x25 or 0x26 or Return => OperandKind.None,
        <= 0x13 or 0x1F => OperandKind.Byte, // arguments and locals, ldc.i4.s
        LoadInt64 or 0x23 => OperandKind.Long,
        LoadInt32 or 0x22 or >= Jump and <= CallIndirect => OperandKind.Int,
        >= BranchShort and <= BranchLastShort or LeaveShort => OperandKind.ShortBranch,
        >= Branch and <= 0x44 or Leave => OperandKind.Branch,
        Switch => OperandKind.Switch,
        >= 0x46 and <= 0x6E or 0x76 or 0x7A or >= 0x82 and <= 0x8B or 0x8E or >= 0x90 and <= 0xA2 => OperandKind.None,
        >= 0x6F and <= 0x75 or 0x79 or >= 0x7B and <= 0x81 or 0x8C or 0x8D or 0x8F or >= 0xA3 and <= 0xA5 => OperandKind.Int,
        >= 0xB3 and <= 0xBA or 0xC3 or >= 0xD1 and <= 0xDC or 0xDF or 0xE0 => OperandKind.None,
        0xC2 or 0xC6 or 0xD0 => OperandKind.Int, // refanyval, mkrefany, ldtoken
        >= 0xFE00 and <= 0xFE05 or 0xFE0F or 0xFE11 or 0xFE13 or TailCall or 0xFE17 or 0xFE18 => OperandKind.None,
        0xFE06 or 0xFE07 or 0xFE15 or 0xFE16 or 0xFE1C => OperandKind.Int, // ldftn, ldvirtftn, initobj, constrained., sizeof
        >= LoadArgument and <= StoreLocal => OperandKind.Short,
        0xFE12 or 0xFE19 => OperandKind.Byte, // unaligned., no.
        Rethrow or 0xFE1D or 0xFE1E => OperandKind.None,
        _ => OperandKind.Unknown,
    };
}
