using System.Reflection;
using AutoInstr.Patching.Metadata;
using AutoInstr.Patching.Runtime;

namespace AutoInstr.Patching.Weaving;

/// <summary>A call that a woven method makes for a patch.</summary>
/// <param name="Function">The address that is called.</param>
/// <param name="Injections">What is passed.</param>
/// <param name="Failures">The number under which failures are counted.</param>
/// <param name="ReturnsBoolean">Whether it says if the original runs.</param>
internal sealed record PatchCall(nint Function, IReadOnlyList<Injection> Injections, int Failures, bool ReturnsBoolean = false)
{
    /// <summary>A call of a patch method, by an entry that stays while the runtime compiles the method anew behind it.</summary>
    public static PatchCall Of(MethodInfo method, Injection[] injections) => new(
        method.MethodHandle.GetFunctionPointer(), injections, PatchFailures.Register(method), method.ReturnType == typeof(bool));

    /// <summary>The signature of the call: in the target's tokens, so that no name of ours need be resolved there.</summary>
    public byte[] Signature()
    {
        var signature = new SignatureWriter()
            .Byte(SignatureElement.Default)
            .Compressed(Injections.Count)
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
