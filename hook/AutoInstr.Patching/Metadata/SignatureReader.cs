namespace AutoInstr.Patching.Metadata;

/// <summary>Takes a signature apart without resolving a type of it (ECMA-335, II.23.2).</summary>
/// <param name="signature">The bytes.</param>
internal ref struct SignatureReader(ReadOnlySpan<byte> signature)
{
    private readonly ReadOnlySpan<byte> _signature = signature;

    /// <summary>Where the next element begins.</summary>
    public int Position { get; private set; }

    /// <summary>The next byte, which stays.</summary>
    public readonly byte Peek() => _signature[Position];

    /// <summary>Takes a byte.</summary>
    public byte ReadByte() => _signature[Position++];

    /// <summary>Takes a compressed unsigned number.</summary>
    public int ReadCompressed()
    {
        int first = ReadByte();
        if ((first & 0x80) == 0)
            return first;
        if ((first & 0x40) == 0)
            return (first & 0x3F) << 8 | ReadByte();
        return (first & 0x1F) << 24 | ReadByte() << 16 | ReadByte() << 8 | ReadByte();
    }

    /// <summary>Takes custom modifiers, if there are any.</summary>
    public void SkipModifiers()
    {
        while (Peek() is SignatureElement.RequiredModifier or SignatureElement.OptionalModifier)
        {
            Position++;
            ReadCompressed();
        }
    }

    /// <summary>Takes a type, and returns its bytes without leading modifiers.</summary>
    public ReadOnlySpan<byte> ReadType()
    {
        SkipModifiers();
        var start = Position;
        SkipType();
        return _signature[start..Position];
    }

    private void SkipType()
    {
        switch (ReadByte())
        {
            case SignatureElement.RequiredModifier or SignatureElement.OptionalModifier:
                ReadCompressed();
                SkipType();
                break;
            case SignatureElement.ByReference or SignatureElement.Pointer or SignatureElement.Vector
                or SignatureElement.Pinned or SignatureElement.Sentinel:
                SkipType();
                break;
            case SignatureElement.Class or SignatureElement.ValueType or SignatureElement.TypeVariable or SignatureElement.MethodVariable:
                ReadCompressed();
                break;
            case SignatureElement.GenericInstance:
                Position++;
                ReadCompressed();
                SkipTypes(ReadCompressed());
                break;
            case SignatureElement.Array:
                SkipType();
                ReadCompressed();
                SkipNumbers(ReadCompressed());
                SkipNumbers(ReadCompressed());
                break;
            case SignatureElement.FunctionPointer:
                if ((ReadByte() & SignatureElement.Generic) != 0)
                    ReadCompressed();
                SkipTypes(ReadCompressed() + 1);
                break;
            default:
                break; // a primitive type
        }
    }

    private void SkipTypes(int count)
    {
        for (; count > 0; count--)
            SkipType();
    }

    private void SkipNumbers(int count)
    {
        for (; count > 0; count--)
            ReadCompressed();
    }
}
