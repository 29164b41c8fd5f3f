using System.Reflection;

namespace AutoInstr;

/// <summary>Name and version of a loaded assembly, from the full name that the runtime keeps.</summary>
/// <remarks><see cref="Assembly.GetName()"/> would make several objects for each of an application's hundreds of assemblies.</remarks>
internal static class AssemblyIdentity
{
    private const string VersionField = ", Version=";

    /// <summary>The simple name.</summary>
    public static string Name(Assembly assembly)
    {
        var fullName = assembly.FullName ?? "";
        var comma = fullName.IndexOf(',', System.StringComparison.Ordinal);
        return comma < 0 ? fullName : fullName.Substring(0, comma);
    }

    /// <summary>The version of four numbers.</summary>
    public static System.Version Version(Assembly assembly)
    {
        var fullName = assembly.FullName ?? "";
        var start = fullName.IndexOf(VersionField, System.StringComparison.Ordinal) + VersionField.Length;
        var end = fullName.IndexOf(',', start);
        return new System.Version(fullName.Substring(start, (end < 0 ? fullName.Length : end) - start));
    }
}
