using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using AutoInstr.Patching.Discovery;
using AutoInstr.Patching.Native;
using AutoInstr.Patching.TracedMethods;
using AutoInstr.Patching.Weaving;

namespace AutoInstr.Patching;

/// <summary>Patches libraries as they are loaded.</summary>
/// <remarks>The runtime reads a module's metadata without a lock and moves it when it is made writable, which ends the process if both
/// happen at once. So the engine is attached before the first library to patch is loaded and has each made writable while nobody uses it
/// yet, and what is loaded already is patched before the agent starts a thread.</remarks>
public sealed class PatchEngine
{
    /// <summary>Assemblies of patches that are applied beside the kit's own: paths, separated as in PATH.</summary>
    private const string UserPatches = "AUTOINSTR_PATCHES";

    private readonly List<PatchAssembly> _patches = [];
    private readonly HashSet<string> _libraries = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConditionalWeakTable<Assembly, object?> _seen = [];
    private readonly AssemblyLoadContext? _agent;
    private readonly DerivedPatches _derived = new();
    private readonly LibraryPatcher _patcher;
    private readonly TracedMethodSet? _traced;

    private PatchEngine(string kit, Func<string, bool> isEnabled, Action<int, string> log)
    {
        _agent = AssemblyLoadContext.GetLoadContext(log.Method.Module.Assembly);
        _traced = TracedMethodSet.Read(isEnabled);
        _patcher = new LibraryPatcher(new Attachment(kit), isEnabled, _derived, _traced);
        var own = Path.Combine(Path.GetDirectoryName(typeof(PatchEngine).Assembly.Location)!, "AutoInstr.Patches.dll");
        Add(() => PatchAssembly.Indexed(own), "the kit's patches");
        foreach (var path in (Environment.GetEnvironmentVariable(UserPatches) ?? "").Split(
            Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            Add(() => PatchAssembly.Inspected(Path.GetFullPath(path)), $"{UserPatches}: {path}");
    }

    /// <summary>Begins to watch for libraries to patch; called once by the startup hook. Never throws.</summary>
    /// <param name="kit">The folder of the kit.</param>
    /// <param name="isEnabled">Whether an instrumentation is on, by its id.</param>
    /// <param name="log">The agent's log: a level, 1 for errors to 4 for everything, and a line.</param>
    public static void Start(string kit, Func<string, bool> isEnabled, Action<int, string> log)
    {
        try
        {
            EngineLog.Configure(log);
            new PatchEngine(kit, isEnabled, log).Watch();
        }
        catch (Exception exception)
        {
            log(1, $"nothing is patched ({exception.GetType().Name}: {exception.Message}); please report this");
        }
    }

    private void Add(Func<PatchAssembly> read, string what)
    {
        try
        {
            var patches = read();
            _patches.Add(patches);
            _libraries.UnionWith(patches.Libraries);
        }
        catch (Exception exception)
        {
            EngineLog.Warn($"{what} cannot be read and is left out ({exception.GetType().Name}: {exception.Message})");
        }
    }

    private void Watch()
    {
        if (_libraries.Count == 0 && _traced == null)
            return;
        PatchMetrics.Publish();
        _patcher.Expect(_patches.SelectMany(static patches => patches.WrittenLibraries));
        AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) => Notice(loaded.LoadedAssembly);
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
            Notice(assembly);
    }

    /// <summary>Runs on the thread that loads the assembly, before it goes on; no lock is held while others' code may run.</summary>
    private void Notice(Assembly assembly)
    {
        try
        {
            var name = AssemblyIdentity.Name(assembly);
            var isWanted = _libraries.Contains(name) || (_traced != null && TracedMethodSet.MayConcern(name));
            if ((!isWanted && _derived.Count == 0) || ContextOf(assembly) is not { } context || !_seen.TryAdd(assembly, null))
                return;
            var matches = _derived.In(assembly, name);
            if (!isWanted && matches.Count == 0)
                return;
            var known = _derived.Count;
            _patcher.Patch(assembly, name, context, _patches, matches);
            if (_derived.Count > known)
                Review(known);
        }
        catch (Exception exception)
        {
            EngineLog.Warn($"{assembly.FullName} is not patched ({exception.GetType().Name}: {exception.Message}); please report this");
        }
    }

    /// <summary>Looks again at what is loaded already, for classes that derive from one that was not there before.</summary>
    /// <param name="known">How many patches for derived classes there were before.</param>
    private void Review(int known)
    {
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            var name = AssemblyIdentity.Name(assembly);
            if (ContextOf(assembly) is not { } context || _derived.In(assembly, name, known).Count == 0)
                continue;
            // What is patched already is woven anew, with all its patches.
            _seen.TryAdd(assembly, null);
            _patcher.Patch(assembly, name, context, _patches, _derived.In(assembly, name));
        }
    }

    /// <summary>The load context of an assembly that may be patched: one of the application's, and not made at run time.</summary>
    private AssemblyLoadContext? ContextOf(Assembly assembly)
    {
        var context = assembly.IsDynamic ? null : AssemblyLoadContext.GetLoadContext(assembly);
        return context == _agent ? null : context;
    }
}
