using AutoInstr.Patching.Metadata;

namespace AutoInstr.Patching.Weaving;

/// <summary>Where the value of a patch's parameter comes from.</summary>
internal enum InjectionSource
{
    /// <summary>An argument of the original, <c>this</c> included.</summary>
    Argument,
    /// <summary>The result.</summary>
    Result,
    /// <summary>What the prefix left.</summary>
    State,
    /// <summary>What the original threw.</summary>
    Exception,
    /// <summary>A number that is known when the method is woven.</summary>
    Constant,
    /// <summary>Nothing.</summary>
    Null,
}

/// <summary>How it is passed on.</summary>
internal enum InjectionAccess
{
    /// <summary>By value.</summary>
    Value,
    /// <summary>By reference to the argument or local.</summary>
    Address,
    /// <summary>As it is: the argument is a reference already.</summary>
    Reference,
    /// <summary>By value, taken from behind the reference that the argument is.</summary>
    Content,
}

/// <summary>What a woven method passes for one parameter of a patch method.</summary>
/// <param name="Source">Where it comes from.</param>
/// <param name="Access">How it is passed on.</param>
/// <param name="Argument">The number of the argument, or the constant.</param>
/// <param name="Type">Its type's bytes in the target's tokens, without the reference; all classes are <c>object</c>.</param>
internal sealed record Injection(InjectionSource Source, InjectionAccess Access, int Argument, byte[] Type)
{
    /// <summary>A null reference.</summary>
    public static readonly Injection Null = new(InjectionSource.Null, InjectionAccess.Value, 0, [SignatureElement.Object]);

    /// <summary>What the original threw.</summary>
    public static readonly Injection Exception = new(InjectionSource.Exception, InjectionAccess.Value, 0, [SignatureElement.Object]);

    /// <summary>Whether the patch gets a reference.</summary>
    public bool IsByReference => Access is InjectionAccess.Address or InjectionAccess.Reference;
}
