using System.Reflection;
using System.Runtime.Loader;
using AutoInstr.Agent.SelfLog;

namespace AutoInstr.Agent.Sources;

/// <summary>Puts an adapter in place when its library is loaded, and not before.</summary>
internal sealed class LibraryWatcher : IDisposable
{
    private static readonly AssemblyLoadContext? OwnContext = AssemblyLoadContext.GetLoadContext(typeof(LibraryWatcher).Assembly);
    private readonly Dictionary<string, List<Instrumentation>> _waiting = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<IDisposable> _attached = [];
    private readonly AttachContext _context;

    /// <summary>Begins to watch.</summary>
    /// <param name="rows">The rows with an adapter.</param>
    /// <param name="context">What is given to each.</param>
    public LibraryWatcher(IEnumerable<Instrumentation> rows, AttachContext context)
    {
        _context = context;
        foreach (var row in rows)
        {
            if (!_waiting.TryGetValue(row.Assembly!, out var waiting))
                _waiting.Add(row.Assembly!, waiting = []);
            waiting.Add(row);
        }
        if (_waiting.Count == 0)
            return;
        AppDomain.CurrentDomain.AssemblyLoad += OnLoad;
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
            Notice(assembly);
    }

    /// <summary>Takes the adapters away.</summary>
    public void Dispose()
    {
        AppDomain.CurrentDomain.AssemblyLoad -= OnLoad;
        lock (_waiting)
        {
            _waiting.Clear();
            foreach (var adapter in _attached)
                adapter.Dispose();
            _attached.Clear();
        }
    }

    private void OnLoad(object? sender, AssemblyLoadEventArgs loaded)
    {
        try
        {
            Notice(loaded.LoadedAssembly);
        }
        catch (Exception exception)
        {
            Log.Once(LogLevel.Error, "watcher", $"{loaded.LoadedAssembly.FullName} could not be looked at: {exception.Message}");
        }
    }

    private void Notice(Assembly assembly)
    {
        // The full name is kept by the runtime; GetName() would make an object for each of an application's hundreds of assemblies.
        var fullName = assembly.FullName ?? "";
        var comma = fullName.IndexOf(',', StringComparison.Ordinal);
        var name = comma < 0 ? fullName : fullName[..comma];

        List<Instrumentation>? rows;
        lock (_waiting)
        {
            if (!_waiting.ContainsKey(name) || AssemblyLoadContext.GetLoadContext(assembly) == OwnContext || !_waiting.Remove(name, out rows))
                return;
        }
        foreach (var row in rows)
            Attach(row);
    }

    private void Attach(Instrumentation row)
    {
        try
        {
            if (row.Attach(_context) is { } adapter)
            {
                lock (_waiting)
                    _attached.Add(adapter);
            }
            Log.Debug($"{row.Id}: adapter in place");
        }
        catch (Exception exception)
        {
            Log.Error($"{row.Library} is not instrumented: {exception.GetType().Name}: {exception.Message}");
        }
    }
}
