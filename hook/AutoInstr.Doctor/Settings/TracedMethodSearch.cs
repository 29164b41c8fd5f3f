using System.Reflection.Metadata;
using AutoInstr.Doctor.Application;
using AutoInstr.Patching.TracedMethods;

namespace AutoInstr.Doctor.Settings;

/// <summary>Finds the methods that patterns mean as <see cref="TracedMethodFinder"/> does in the application, and loads nothing for
/// it.</summary>
internal sealed class TracedMethodSearch
{
    private readonly IReadOnlyList<MethodPattern> _patterns;
    private readonly int[] _counts;

    private TracedMethodSearch(IReadOnlyList<MethodPattern> patterns) => (_patterns, _counts) = (patterns, new int[patterns.Count]);

    /// <summary>How many methods each pattern fits.</summary>
    public IReadOnlyList<int> Counts => _counts;

    /// <summary>Assemblies that such methods may be in and that could be read.</summary>
    public int Read { get; private set; }

    /// <summary>Those that could not, as in a compressed single file.</summary>
    public int Unread { get; private set; }

    /// <summary>Looks through assemblies.</summary>
    public static TracedMethodSearch Run(IEnumerable<Library> libraries, IReadOnlyList<MethodPattern> patterns)
    {
        var search = new TracedMethodSearch(patterns);
        foreach (var copies in libraries.Where(static library => TracedMethodSet.MayConcern(library.Assembly))
            .GroupBy(static library => library.Assembly))
        {
            if (copies.Any(search.Count))
                search.Read++;
            else
                search.Unread++;
        }
        return search;
    }

    private bool Count(Library library)
    {
        if (library.Open is not { } open)
            return false;
        using var file = AssemblyMetadata.TryOpen(open);
        if (file is null)
            return false;
        try
        {
            foreach (var (type, method) in Methods(file).ToList())
            {
                for (var i = 0; i < _counts.Length; i++)
                    _counts[i] += _patterns[i].Matches(type, method) ? 1 : 0;
            }
            return true;
        }
        catch (BadImageFormatException)
        {
            // What an obfuscator has damaged is not read to its end.
            return false;
        }
    }

    private IEnumerable<(string Type, string Method)> Methods(AssemblyMetadata file)
    {
        foreach (var handle in file.Metadata.TypeDefinitions)
        {
            var name = MethodPattern.NameOf(file.FullName(handle));
            var type = file.Metadata.GetTypeDefinition(handle);
            if (!_patterns.Any(pattern => pattern.MayMatch(name)) || type.GetCustomAttributes().Any(IsCompilersMark))
                continue;
            foreach (var methodHandle in type.GetMethods())
            {
                var method = file.Metadata.GetMethodDefinition(methodHandle);
                var methodName = file.Metadata.GetString(method.Name);
                if (TracedMethodFinder.IsOrdinary(methodName, method.Attributes, method.ImplAttributes))
                    yield return (name, methodName);
            }
        }

        bool IsCompilersMark(CustomAttributeHandle attribute) =>
            file.NameOfType(file.Metadata.GetCustomAttribute(attribute)) == "CompilerGeneratedAttribute";
    }
}
