using System.Reflection;

namespace AutoInstr.Patching.Metadata;

/// <summary>A method's own signature: the bytes of its types, in the tokens of its module.</summary>
internal sealed class MethodSignature
{
    private MethodSignature(bool hasThis, byte[] returnType, byte[][] parameters) =>
        (HasThis, ReturnType, Parameters) = (hasThis, returnType, parameters);

    /// <summary>Whether the first argument is <c>this</c>.</summary>
    public bool HasThis { get; }

    /// <summary>The type of the result without leading modifiers.</summary>
    public byte[] ReturnType { get; }

    /// <summary>The types of the parameters without leading modifiers.</summary>
    public byte[][] Parameters { get; }

    /// <summary>Whether there is a result.</summary>
    public bool HasResult => ReturnType[0] != SignatureElement.Void;

    /// <summary>Reads it.</summary>
    /// <exception cref="RefusedException">It has a variable list of arguments.</exception>
    public static MethodSignature Of(MethodBase method)
    {
        var reader = new SignatureReader(method.Module.ResolveSignature(method.MetadataToken));
        var convention = reader.ReadByte();
        if ((convention & 0x0F) == SignatureElement.VariableArguments || (convention & SignatureElement.ExplicitThis) != 0)
            throw new RefusedException("its calling convention is not supported");
        if ((convention & SignatureElement.Generic) != 0)
            reader.ReadCompressed();
        var parameters = new byte[reader.ReadCompressed()][];
        var returnType = reader.ReadType().ToArray();
        for (var i = 0; i < parameters.Length; i++)
            parameters[i] = reader.ReadType().ToArray();
        return new MethodSignature((convention & SignatureElement.HasThis) != 0, returnType, parameters);
    }
}
