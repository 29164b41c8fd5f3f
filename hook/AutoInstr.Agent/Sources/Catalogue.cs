using AutoInstr.Agent.Sources.Web;

namespace AutoInstr.Agent.Sources;

/// <summary>Every library that is covered without a patch. The README's table is generated from it.</summary>
internal static class Catalogue
{
    /// <summary>Makes the rows; each costs an allocation and no more.</summary>
    public static IReadOnlyList<Instrumentation> Create() =>
    [
        // Web
        new AspNetCoreInstrumentation(),
    ];
}
