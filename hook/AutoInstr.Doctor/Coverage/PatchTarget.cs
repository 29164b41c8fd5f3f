namespace AutoInstr.Doctor.Coverage;

/// <summary>A method that a patch is for, as its attribute says.</summary>
/// <param name="Instrumentation">The id by which it is switched off.</param>
/// <param name="Assembly">The simple name of the library's assembly.</param>
/// <param name="Versions">For which versions of its file.</param>
/// <param name="Type">The full name of the type.</param>
/// <param name="Method">The method.</param>
internal sealed record PatchTarget(string Instrumentation, string Assembly, CoveredVersions Versions, string Type, string Method);
