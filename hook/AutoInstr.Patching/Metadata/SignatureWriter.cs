namespace AutoInstr.Patching.Metadata;

/// <summary>Puts a signature together.</summary>
internal sealed class SignatureWriter
{
    private readonly List<byte> _bytes = [];

    /// <summary>The compressed form of a number.</summary>
    public SignatureWriter Compressed(int value)
    {
        if (value < 0x80)
            return Byte((byte)value);
        if (value < 0x4000)
            return Byte((byte)(value >> 8 | 0x80)).Byte((byte)value);
        return Byte((byte)(value >> 24 | 0xC0)).Byte((byte)(value >> 16)).Byte((byte)(value >> 8)).Byte((byte)value);
    }

    /// <summary>A byte.</summary>
    public SignatureWriter Byte(byte value)
    {
        _bytes.Add(value);
        return this;
    }

    /// <summary>A type, or any bytes.</summary>
    public SignatureWriter Bytes(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
            _bytes.Add(value);
        return this;
    }

    /// <summary>A type's coded token: of a definition (0x02), a reference (0x01) or a specification (0x1B).</summary>
    public SignatureWriter Type(int token) =>
        Compressed((token & 0xFFFFFF) << 2 | (token >> 24) switch { 0x02 => 0, 0x01 => 1, _ => 2 });

    /// <summary>What was written.</summary>
    public byte[] ToArray() => _bytes.ToArray();
}
