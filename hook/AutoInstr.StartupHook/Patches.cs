using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Runtime.Loader;
using System.Threading;

namespace AutoInstr;

/// <summary>Starts the patch engine when a library that it patches is loaded: most processes have none, and pay for a list of
/// names.</summary>
internal sealed class Patches
{
    private readonly string _kit;
    private readonly string _folder;
    private readonly Func<string, bool> _isEnabled;
    private readonly Action<int, string> _log;
    private readonly HashSet<string> _libraries = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
    private int _isStarted;

    private Patches(string kit, Func<string, bool> isEnabled, Action<int, string> log) =>
        (_kit, _folder, _isEnabled, _log) = (kit, Path.Combine(kit, "patches", Bootstrap.Framework), isEnabled, log);

    /// <summary>Begins to watch.</summary>
    /// <param name="kit">The folder of the kit.</param>
    /// <param name="isEnabled">Whether an instrumentation is on, by its id.</param>
    /// <param name="log">The agent's log: a level and a line.</param>
    public static void Watch(string kit, Func<string, bool> isEnabled, Action<int, string> log)
    {
        try
        {
            new Patches(kit, isEnabled, log).Watch();
        }
        catch (Exception exception)
        {
            log(1, "nothing is patched (" + exception.GetType().Name + ": " + exception.Message + "); install the kit again");
        }
    }

    private void Watch()
    {
        // What a user's assemblies patch, and where methods are that a user names, only the engine knows.
        if (IsSet("AUTOINSTR_PATCHES") || IsSet("AUTOINSTR_TRACE_METHODS"))
        {
            Start();
            return;
        }
        foreach (var line in File.ReadAllLines(Path.Combine(_folder, "AutoInstr.Patches.index")))
        {
            var columns = line.Split('\t');
            if (columns.Length < 3 || columns[2].Length == 0 || _isEnabled(columns[2]))
                _libraries.Add(columns[0]);
        }
        AppDomain.CurrentDomain.AssemblyLoad += OnLoad;
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
            Notice(assembly);
    }

    private static bool IsSet(string variable) => !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(variable));

    private void OnLoad(object? sender, AssemblyLoadEventArgs loaded) => Notice(loaded.LoadedAssembly);

    private void Notice(Assembly assembly)
    {
        try
        {
            if (_libraries.Contains(AssemblyIdentity.Name(assembly)) && !IsAgents(assembly))
                Start();
        }
        catch (Exception exception)
        {
            _log(1, "nothing is patched (" + exception.GetType().Name + ": " + exception.Message + "); install the kit again");
        }
    }

    private static bool IsAgents(Assembly assembly) => AssemblyLoadContext.GetLoadContext(assembly) is AgentLoadContext;

    /// <summary>From here on the engine watches by itself, and begins with what is loaded already.</summary>
    private void Start()
    {
        if (Interlocked.Exchange(ref _isStarted, 1) != 0)
            return;
        AppDomain.CurrentDomain.AssemblyLoad -= OnLoad;
        var start = AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.Combine(_folder, "AutoInstr.Patching.dll"))
            .GetType("AutoInstr.Patching.PatchEngine", throwOnError: true)!.GetMethod("Start", BindingFlags.Public | BindingFlags.Static)!;
        ((Action<string, Func<string, bool>, Action<int, string>>)Delegate.CreateDelegate(
            typeof(Action<string, Func<string, bool>, Action<int, string>>), start))(_kit, _isEnabled, _log);
    }
}
