using System.Reflection;
using System.Runtime.CompilerServices;

namespace AutoInstr.Agent.Sources;

/// <summary>Which libraries the patch engine has patched, as it tells the process: the engine is in another load context.</summary>
internal static class PatchedLibraries
{
    /// <summary>Key of the table; AutoInstr.Patching has it too.</summary>
    private const string Key = "AutoInstr.PatchedLibraries";

    private static ConditionalWeakTable<Assembly, object?>? _libraries;

    /// <summary>Whether one of them is patched, and so makes spans that it would not make by itself.</summary>
    public static bool Contain(Assembly library) =>
        (_libraries ??= AppContext.GetData(Key) as ConditionalWeakTable<Assembly, object?>)?.TryGetValue(library, out _) == true;
}
