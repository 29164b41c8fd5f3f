using System.Reflection;
using AutoInstr.Patching.Metadata;

namespace AutoInstr.Patching.Weaving;

/// <summary>The locals of a woven method: the original's, then ours.</summary>
internal sealed class LocalVariables
{
    private readonly byte[] _original = [];
    private readonly SignatureWriter _added = new();
    private int _count;

    /// <summary>Begins with the original's.</summary>
    /// <param name="module">The original's module.</param>
    /// <param name="token">The token of the signature of its locals; 0 when it has none.</param>
    public LocalVariables(Module module, int token)
    {
        if (token == 0)
            return;
        var signature = module.ResolveSignature(token);
        var reader = new SignatureReader(signature);
        reader.ReadByte();
        _count = reader.ReadCompressed();
        _original = signature[reader.Position..];
    }

    /// <summary>Adds one and returns its number.</summary>
    /// <param name="type">The bytes of its type.</param>
    /// <exception cref="RefusedException">There are too many.</exception>
    public int Add(byte[] type)
    {
        if (_count >= ushort.MaxValue - 1)
            throw new RefusedException("it has too many locals");
        _added.Bytes(type);
        return _count++;
    }

    /// <summary>The signature of all.</summary>
    public byte[] Signature() =>
        new SignatureWriter().Byte(SignatureElement.Locals).Compressed(_count).Bytes(_original).Bytes(_added.ToArray()).ToArray();
}
