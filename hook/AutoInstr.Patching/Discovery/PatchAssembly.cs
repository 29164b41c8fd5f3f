using System.Reflection;
using System.Runtime.Loader;

namespace AutoInstr.Patching.Discovery;

/// <summary>An assembly of patches on the disk, and which of its classes are for which library.</summary>
internal sealed class PatchAssembly
{
    private readonly string _path;
    private readonly Dictionary<string, List<string>> _classes = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _written = new(StringComparer.OrdinalIgnoreCase);

    private PatchAssembly(string path) => _path = path;

    /// <summary>The simple names of the libraries that it patches, or that have a class whose derived ones it patches.</summary>
    public IEnumerable<string> Libraries => _classes.Keys;

    /// <summary>Those of them that are written to. The base framework has base classes whose derived ones are all elsewhere, and much
    /// metadata to copy.</summary>
    public IEnumerable<string> WrittenLibraries => _written;

    /// <summary>The kit's own patches. Their index, made when they are built, spares loading them where nothing is to be patched.</summary>
    /// <param name="path">The assembly; the index is beside it.</param>
    public static PatchAssembly Indexed(string path)
    {
        var assembly = new PatchAssembly(path);
        foreach (var line in File.ReadLines(Path.ChangeExtension(path, ".index")))
        {
            if (line.Split('\t') is [var library, var className, _, var kind])
                assembly.Add(library, className, isBase: kind == "base");
        }
        return assembly;
    }

    /// <summary>A user's patches, which are loaded to see what they are for.</summary>
    /// <exception cref="Exception">The assembly cannot be loaded.</exception>
    public static PatchAssembly Inspected(string path)
    {
        var assembly = new PatchAssembly(path);
        foreach (var type in assembly.In(AssemblyLoadContext.Default).GetTypes())
        {
            foreach (var attribute in type.GetCustomAttributesData())
            {
                var isBase = attribute.AttributeType == typeof(PatchDerivedAttribute);
                if (isBase || attribute.AttributeType == typeof(PatchAttribute))
                    assembly.Add((string)attribute.ConstructorArguments[0].Value!, type.FullName!, isBase);
            }
        }
        return assembly;
    }

    /// <summary>The names of the classes that are for a library; empty when there are none.</summary>
    public IReadOnlyList<string> Classes(string library) => _classes.TryGetValue(library, out var classes) ? classes : [];

    /// <summary>The assembly in the load context of a library: what it refers to is then that very library.</summary>
    public Assembly In(AssemblyLoadContext context) => context.LoadFromAssemblyPath(_path);

    private void Add(string library, string className, bool isBase)
    {
        if (!isBase || !library.StartsWith("System.", StringComparison.Ordinal))
            _written.Add(library);
        if (!_classes.TryGetValue(library, out var classes))
            _classes.Add(library, classes = []);
        if (!classes.Contains(className))
            classes.Add(className);
    }
}
