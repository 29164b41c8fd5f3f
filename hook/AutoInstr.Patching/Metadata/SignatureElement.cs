namespace AutoInstr.Patching.Metadata;

/// <summary>The bytes that signatures are made of (ECMA-335, II.23.1.16 and II.23.2).</summary>
internal static class SignatureElement
{
    /// <summary>Calling convention: arguments only.</summary>
    public const byte Default = 0x00;
    /// <summary>Calling convention: a variable list of arguments.</summary>
    public const byte VariableArguments = 0x05;
    /// <summary>The kind of a signature of locals.</summary>
    public const byte Locals = 0x07;
    /// <summary>Flag of the calling convention: the method has type parameters.</summary>
    public const byte Generic = 0x10;
    /// <summary>Flag of the calling convention: the first argument, <c>this</c>, is not in the list.</summary>
    public const byte HasThis = 0x20;
    /// <summary>Flag of the calling convention: <c>this</c> is in the list.</summary>
    public const byte ExplicitThis = 0x40;

#pragma warning disable CS1591 // the names say it
    public const byte Void = 0x01;
    public const byte Boolean = 0x02;
    public const byte Char = 0x03;
    public const byte SByte = 0x04;
    public const byte Byte = 0x05;
    public const byte Int16 = 0x06;
    public const byte UInt16 = 0x07;
    public const byte Int32 = 0x08;
    public const byte UInt32 = 0x09;
    public const byte Int64 = 0x0A;
    public const byte UInt64 = 0x0B;
    public const byte Single = 0x0C;
    public const byte Double = 0x0D;
    public const byte Pointer = 0x0F;
    public const byte ByReference = 0x10;
    public const byte ValueType = 0x11;
    public const byte Class = 0x12;
    public const byte TypeVariable = 0x13;
    public const byte Array = 0x14;
    public const byte GenericInstance = 0x15;
    public const byte IntPtr = 0x18;
    public const byte UIntPtr = 0x19;
    public const byte FunctionPointer = 0x1B;
    public const byte Object = 0x1C;
    public const byte Vector = 0x1D;
    public const byte MethodVariable = 0x1E;
    public const byte RequiredModifier = 0x1F;
    public const byte OptionalModifier = 0x20;
    public const byte Sentinel = 0x41;
    public const byte Pinned = 0x45;
#pragma warning restore CS1591
}
