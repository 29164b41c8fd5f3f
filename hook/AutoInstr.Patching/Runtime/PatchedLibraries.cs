using System.Reflection;
using System.Runtime.CompilerServices;

namespace AutoInstr.Patching.Runtime;

/// <summary>Tells the process which libraries have been patched: the agent, in another
/// load context, makes no spans in their stead.</summary>
internal static class PatchedLibraries
{
    /// <summary>Key of the table; AutoInstr.Agent has it too.</summary>
    private const string Key = "AutoInstr.PatchedLibraries";

    private static readonly ConditionalWeakTable<Assembly, object?> Libraries = [];

    static PatchedLibraries() => AppContext.SetData(Key, Libraries);

    /// <summary>Adds a library.</summary>
    public static void Add(Assembly library) => Libraries.AddOrUpdate(library, null);
}
