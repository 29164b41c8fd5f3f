using System.Reflection;

namespace AutoInstr.Agent.Resources;

/// <summary>The version that the authors of an assembly show to people.</summary>
internal static class InformationalVersion
{
    /// <summary>Reads it.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <returns>The version without build metadata (<c>+commit</c>), or <see langword="null"/> when there is none.</returns>
    public static string? Of(Assembly assembly)
    {
        var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        var metadata = version?.IndexOf('+') ?? -1;
        return metadata < 0 ? version : version![..metadata];
    }
}
