namespace AutoInstr.Patching;

/// <summary>Targets of a patch class in libraries that need not be known: methods of every class that derives from a known one.</summary>
/// <remarks>
/// A library counts when it refers to the base class itself; a class of another library that derives from one of its classes does not.
/// Methods are taken by their name, overrides or not; those that the patch does not fit are left alone, and nothing is said of it. Left
/// out are the libraries of the runtime, and those that classes of the same assembly of patches name in a <see cref="PatchAttribute"/>.
/// </remarks>
/// <param name="assembly">The simple name of the assembly that has the base class; before it is loaded, no library is looked at.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class PatchDerivedAttribute(string assembly) : Attribute
{
    /// <summary>The simple name of the assembly that has the base class.</summary>
    public string Assembly { get; } = assembly;

    /// <summary>The base class' full name; not a nested or generic one.</summary>
    public required string Type { get; init; }

    /// <summary>The methods' names.</summary>
    public required string[] Methods { get; init; }

    /// <summary>The simple names of libraries that are left out.</summary>
    public string[] Except { get; init; } = [];

    /// <summary>The full name of a type; libraries that refer to it are left out.</summary>
    public string? Unless { get; init; }
}
