using System.Reflection;
using AutoInstr.Patching.Metadata;
using AutoInstr.Patching.Runtime;

namespace AutoInstr.Patching.Weaving;

/// <summary>A call of one patch method in one woven method.</summary>
internal sealed class PatchCall
{
    /// <summary>Prepares it.</summary>
    /// <exception cref="RefusedException">The patch does not fit.</exception>
    public PatchCall(MethodInfo method, Injection[] injections)
    {
        Injections = injections;
        ReturnsBoolean = method.ReturnType == typeof(bool);
        Failures = PatchFailures.Register(method);
        // An entry that stays the same while the runtime compiles the method anew behind it.
        Function = method.MethodHandle.GetFunctionPointer();
    }

    /// <summary>What is passed.</summary>
    public Injection[] Injections { get; }

    /// <summary>Whether the patch method says if the original runs.</summary>
    public bool ReturnsBoolean { get; }

    /// <summary>The number under which its failures are counted.</summary>
    public int Failures { get; }

    /// <summary>The address that is called.</summary>
    public nint Function { get; }

    /// <summary>The signature of the call: in the target's tokens, so that no name of ours need be resolved there.</summary>
    public byte[] Signature()
    {
        var signature = new SignatureWriter()
            .Byte(SignatureElement.Default)
            .Compressed(Injections.Length)
            .Byte(ReturnsBoolean ? SignatureElement.Boolean : SignatureElement.Void);
        foreach (var injection in Injections)
        {
            if (injection.IsByReference)
                signature.Byte(SignatureElement.ByReference);
            signature.Bytes(injection.Type);
        }
        return signature.ToArray();
    }
}
