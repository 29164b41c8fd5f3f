using System.Reflection;
using AutoInstr.Patching.Metadata;

namespace AutoInstr.Patching.Discovery;

/// <summary>A patch for methods of every class that derives from a known one.</summary>
/// <param name="Source">Where the class with the patch is.</param>
/// <param name="ClassName">Its name.</param>
/// <param name="Target">What it is for.</param>
internal sealed record DerivedPatch(PatchAssembly Source, string ClassName, PatchDerivedAttribute Target);

/// <summary>A patch, and the classes of a library that it is for.</summary>
/// <param name="Patch">The patch.</param>
/// <param name="Types">The classes' tokens.</param>
internal sealed record DerivedMatch(DerivedPatch Patch, IReadOnlyList<int> Types);

/// <summary>The patches for derived classes whose base class is there, and the libraries that have such classes.</summary>
internal sealed class DerivedPatches
{
    /// <summary>How the paths of the shared frameworks' assemblies begin.</summary>
    private static readonly string Frameworks = FindFrameworks();

    private readonly object _gate = new();
    private DerivedPatch[] _patches = [];

    /// <summary>How many there are.</summary>
    public int Count => _patches.Length;

    /// <summary>Adds a patch, once its base class is there.</summary>
    public void Add(DerivedPatch patch)
    {
        lock (_gate)
            _patches = [.. _patches, patch];
    }

    /// <summary>The patches for classes of a library.</summary>
    /// <param name="library">The library.</param>
    /// <param name="name">Its simple name.</param>
    /// <param name="first">The first of the patches to consider.</param>
    public IReadOnlyList<DerivedMatch> In(Assembly library, string name, int first = 0)
    {
        var patches = _patches.AsSpan(first);
        if (patches.IsEmpty || library.Location.StartsWith(Frameworks, StringComparison.Ordinal))
            return [];
        List<DerivedMatch>? matches = null;
        var types = TypeTable.Of(library);
        foreach (var patch in patches)
        {
            // What the same patches know by name has patches of its own.
            if (patch.Source.Classes(name).Count > 0 || patch.Target.Except.Contains(name, StringComparer.OrdinalIgnoreCase) ||
                types.FindDerived(patch.Target.Type) is not { Count: > 0 } derived ||
                (patch.Target.Unless is { } unless && types.RefersTo(unless)))
                continue;
            (matches ??= []).Add(new DerivedMatch(patch, derived));
        }
        return matches ?? (IReadOnlyList<DerivedMatch>)[];
    }

    private static string FindFrameworks()
    {
        var folder = Path.GetDirectoryName(typeof(object).Assembly.Location);
        // As in shared/Microsoft.NETCore.App/10.0.0; an application that carries the framework has its own libraries beside it.
        var shared = Path.GetDirectoryName(Path.GetDirectoryName(folder));
        return Path.GetFileName(shared) == "shared" ? shared + Path.DirectorySeparatorChar : "\0";
    }
}
