using System.Reflection;

namespace AutoInstr.Patching.Discovery;

/// <summary>The version of a library by which patches choose.</summary>
internal static class LibraryVersion
{
    /// <summary>The file version, which many libraries raise with each release; else that of the assembly, which many keep.</summary>
    public static Version Of(Assembly assembly) =>
        Version.TryParse(assembly.GetCustomAttribute<AssemblyFileVersionAttribute>()?.Version, out var version) ? version
            : assembly.GetName().Version ?? new Version(0, 0);

    /// <summary>Whether a patch is for a version.</summary>
    /// <exception cref="RefusedException">Its bounds are not versions.</exception>
    public static bool IsWithin(Version version, PatchAttribute bounds) =>
        (bounds.From == null || Parse(bounds.From) <= version) && (bounds.To == null || version < Parse(bounds.To));

    private static Version Parse(string text) =>
        Version.TryParse(text.Contains('.', StringComparison.Ordinal) ? text : text + ".0", out var version) ? version
            : throw new RefusedException($"'{text}' is not a version");
}
