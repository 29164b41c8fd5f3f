using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Runtime.Loader;
using System.Threading;

namespace AutoInstr;

/// <summary>Starts the patch engine where there is a library that it patches: most processes have none, and pay for a list of
/// names.</summary>
/// <remarks>At once, where the application has one: the engine must be there before the library. What an application brings along otherwise, as in
/// the folders of plug-ins, starts it when it is loaded.</remarks>
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
        if (_libraries.Overlaps(ApplicationAssemblies()))
        {
            Start();
            return;
        }
        AppDomain.CurrentDomain.AssemblyLoad += OnLoad;
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
            Notice(assembly);
    }

    /// <summary>The simple names of the assemblies that the application was built with. The base framework's own are left out: every
    /// application has them, and few use them.</summary>
    private static IEnumerable<string> ApplicationAssemblies()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location);
        foreach (var path in ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            // A self-contained application has its own in the same folder.
            if (!name.StartsWith("System.", StringComparison.Ordinal) || Path.GetDirectoryName(path) != framework)
                yield return name;
        }
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
