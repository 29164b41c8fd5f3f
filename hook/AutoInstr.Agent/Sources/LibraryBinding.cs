using System.Reflection;
using System.Runtime.Loader;

namespace AutoInstr.Agent.Sources;

/// <summary>Binds the references that adapters were compiled with to the copies of libraries that the application loads.</summary>
/// <remarks>A reference is bound once and for all, so one copy of a library is served and the others are not.</remarks>
internal sealed class LibraryBinding
{
    private readonly Dictionary<string, Assembly> _bound = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Begins to answer for what is not found beside the application.</summary>
    /// <param name="agent">Whose references these are.</param>
    public LibraryBinding(AssemblyLoadContext agent) => agent.Resolving += (_, name) =>
    {
        lock (_bound)
            return _bound.GetValueOrDefault(name.Name!);
    };

    /// <summary>Binds to a copy.</summary>
    /// <param name="name">Simple name of the library's assembly.</param>
    /// <param name="library">The copy.</param>
    /// <returns>Why that cannot be, or <see langword="null"/>.</returns>
    public string? Bind(string name, Assembly library)
    {
        var context = AssemblyLoadContext.GetLoadContext(library);
        lock (_bound)
        {
            if (_bound.ContainsKey(name))
                return "another copy was loaded first, and one is instrumented";
            // What references it could not be unloaded, and would keep it from being so.
            if (library.IsCollectible)
                return "this context can be unloaded";
            if (context != AssemblyLoadContext.Default && IsOfApplication(name))
                return "the application has a copy of its own, and one is instrumented";
            _bound.Add(name, library);
            return null;
        }
    }

    /// <summary>Whether the default context has or can load it, which the agent's own context then asks first.</summary>
    private static bool IsOfApplication(string name) => AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") is string trusted &&
        trusted.Contains(Path.DirectorySeparatorChar + name + ".dll", StringComparison.OrdinalIgnoreCase);
}
