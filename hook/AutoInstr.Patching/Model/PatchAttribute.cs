namespace AutoInstr.Patching;

/// <summary>One target of a patch class; several attributes are several targets with the same bodies.</summary>
/// <remarks>
/// The class has any of the static methods <c>Prefix</c>, <c>Postfix</c> and <c>Finalizer</c>, of any visibility. Their parameters are
/// injected by name: those of the original's, <c>__instance</c>, <c>__result</c>, <c>__exception</c> and <c>__state</c>.
/// </remarks>
/// <param name="assembly">The simple name of the assembly that has the method.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class PatchAttribute(string assembly) : Attribute
{
    /// <summary>Stands for every type, or every method.</summary>
    public const string Any = "*";

    /// <summary>The simple name of the assembly that has the method.</summary>
    public string Assembly { get; } = assembly;

    /// <summary>The lowest file version of the assembly, inclusive; the version of the assembly where it has no file version.</summary>
    public string? From { get; init; }

    /// <summary>The version from which on the patch no longer applies, exclusive.</summary>
    public string? To { get; init; }

    /// <summary>The type's full name, as <c>Namespace.Outer+Nested</c> or <c>Namespace.Name`2</c>; <c>*</c> for every type.</summary>
    public required string Type { get; init; }

    /// <summary>The method's name; <c>.ctor</c> for constructors, <c>*</c> for every method.</summary>
    public required string Method { get; init; }

    /// <summary>Whether it is for more than one method by intent.</summary>
    internal bool IsWildcard => Type == Any || Method == Any;

    /// <summary>The parameters' types as <see cref="System.Type.ToString"/> has them, such as <c>System.Int32&amp;</c> or
    /// <c>System.Collections.Generic.List`1[System.String]</c>; <see langword="null"/> for every overload that the patch fits.</summary>
    public string[]? Parameters { get; init; }
}
