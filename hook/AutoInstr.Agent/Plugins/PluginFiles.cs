using System.Reflection;

namespace AutoInstr.Agent.Plugins;

/// <summary>Where plug-ins are, and what stands beside them.</summary>
internal sealed class PluginFiles
{
    private static readonly string[] OwnFolders = Folders(
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(PluginFiles).Assembly.Location)!, "..", "..")),
        AppContext.BaseDirectory);

    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);

    /// <summary>Begins to help the agent's context out with what plug-ins need and neither the agent nor the application has.</summary>
    public PluginFiles() => AgentContext.Own.Resolving += (context, name) =>
    {
        foreach (var folder in _folders)
        {
            if (Path.Combine(folder, name.Name + ".dll") is var file && File.Exists(file))
                return context.LoadFromAssemblyPath(file);
        }
        return null;
    };

    /// <summary>What an entry of the setting means.</summary>
    /// <param name="entry">A file, or a class and, after a comma, its file or its assembly's name.</param>
    /// <returns>The class, or <see langword="null"/> for all of the file.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FormatException">It is neither.</exception>
    public static (string? Type, string File) Find(string entry) => Find(entry, OwnFolders, static path => path);

    /// <summary>The same, elsewhere than in this process.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="folders">Where an assembly is looked for whose folder is not given.</param>
    /// <param name="toOwnPath">A path of the entry as this process can open it.</param>
    /// <returns>The class, or <see langword="null"/> for all of the file.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FormatException">It is neither.</exception>
    public static (string? Type, string File) Find(string entry, string[] folders, Func<string, string> toOwnPath)
    {
        var comma = entry.IndexOf(',', StringComparison.Ordinal);
        var (type, place) = comma < 0 ? (null, entry) : (entry[..comma].Trim(), entry[(comma + 1)..].Trim());
        if (!place.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
        {
            if (type is null)
                throw new FormatException("this is neither a file that ends in .dll nor the assembly-qualified name of a class");
            place = new AssemblyName(place).Name + ".dll";
        }
        if (Path.IsPathRooted(place))
            place = toOwnPath(place);
        return (type, Existing(Array.ConvertAll(folders, folder => Path.Combine(folder, place))));
    }

    /// <summary>Where plug-ins are by themselves: in the kit, and beside the application.</summary>
    public static string[] Folders(string kit, string application) => [Path.Combine(kit, "plugins"), application];

    /// <summary>Loads an assembly into the agent's context.</summary>
    public Assembly Load(string file)
    {
        _folders.Add(Path.GetDirectoryName(file)!);
        return AgentContext.Own.LoadFromAssemblyPath(file);
    }

    private static string Existing(string[] candidates) => Array.Find(candidates, File.Exists)
        ?? throw new FileNotFoundException("there is no " + string.Join(", no ", candidates.Distinct()));
}
