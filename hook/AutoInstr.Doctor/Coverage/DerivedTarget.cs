namespace AutoInstr.Doctor.Coverage;

/// <summary>A class whose derived classes a patch is for, in libraries that need not be known.</summary>
/// <param name="Instrumentation">The id by which it is switched off.</param>
/// <param name="Type">The full name of the class.</param>
/// <param name="Except">The simple names of assemblies that are left out.</param>
/// <param name="Unless">The full name of a type; assemblies that refer to it are left out.</param>
internal sealed record DerivedTarget(string Instrumentation, string Type, IReadOnlyList<string> Except, string? Unless);
