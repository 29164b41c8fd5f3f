using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.ExistingSdk;
using AutoInstr.Agent.SelfLog;

namespace AutoInstr.Agent.Sources;

/// <summary>Puts an adapter in place when its library is loaded, and not before.</summary>
internal sealed class LibraryWatcher : IDisposable
{
    private readonly Dictionary<string, List<Instrumentation>> _waiting = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConditionalWeakTable<Assembly, object?> _seen = [];
    private readonly HashSet<Instrumentation> _served = [];
    private readonly List<IDisposable> _attached = [];
    private readonly LibraryBinding _binding = new(AgentContext.Own);
    private readonly AgentSettings _settings;
    private readonly ApplicationSdk _application;

    /// <summary>Begins to watch.</summary>
    /// <param name="rows">The rows with an adapter.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="application">Which spans are the application's own business.</param>
    public LibraryWatcher(IEnumerable<Instrumentation> rows, AgentSettings settings, ApplicationSdk application)
    {
        (_settings, _application) = (settings, application);
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
        var name = AssemblyIdentity.Name(assembly);

        List<Instrumentation>? rows;
        lock (_waiting)
        {
            if (!_waiting.TryGetValue(name, out rows) || AssemblyLoadContext.GetLoadContext(assembly) == AgentContext.Own ||
                !_seen.TryAdd(assembly, null))
                return;
        }
        foreach (var row in rows)
        {
            if (IsWanted(row, assembly))
                Attach(row, assembly);
        }
    }

    private bool IsWanted(Instrumentation row, Assembly library)
    {
        if (row.Copies == LibraryCopies.One && _binding.Bind(row.Assembly!, library) is { } refusal)
        {
            var context = AssemblyLoadContext.GetLoadContext(library)?.Name;
            Log.Once(
                LogLevel.Warn, $"copy {row.Id} {context}", $"{row.Library} is not instrumented in load context '{context}': {refusal}");
            return false;
        }
        lock (_waiting)
            return _served.Add(row) || row.Copies == LibraryCopies.Each;
    }

    private void Attach(Instrumentation row, Assembly library)
    {
        try
        {
            if (row.Attach(new AttachContext(_settings.Traces, _settings.Metrics, _application, library)) is { } adapter)
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
