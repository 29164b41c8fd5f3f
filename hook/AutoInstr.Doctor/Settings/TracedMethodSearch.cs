using System.Reflection.Metadata;
using AutoInstr.Doctor.Application;
using AutoInstr.Patching.TracedMethods;

namespace AutoInstr.Doctor.Settings;

/// <summary>Finds the methods that patterns mean as <see cref="TracedMethodFinder"/> does in the application, and loads nothing for it.</summary>
internal static class TracedMethodSearch
{
    /// <summary>Counts the methods of each pattern.</summary>
    /// <param name="libraries">Where to look; what cannot be opened is passed over.</param>
    /// <param name="patterns">The patterns.</param>
    public static int[] Count(IEnumerable<Library> libraries, IReadOnlyList<MethodPattern> patterns)
    {
        var counts = new int[patterns.Count];
        foreach (var library in libraries.DistinctBy(static library => library.Assembly))
        {
            if (!TracedMethodSet.MayConcern(library.Assembly) || library.Open is not { } open)
                continue;
            using var file = AssemblyMetadata.TryOpen(open);
            foreach (var (type, method) in file is null ? [] : Methods(file, patterns))
            {
                for (var i = 0; i < counts.Length; i++)
                    counts[i] += patterns[i].Matches(type, method) ? 1 : 0;
            }
        }
        return counts;
    }

    private static IEnumerable<(string Type, string Method)> Methods(AssemblyMetadata file, IReadOnlyList<MethodPattern> patterns)
    {
        foreach (var handle in file.Metadata.TypeDefinitions)
        {
            var name = MethodPattern.NameOf(file.FullName(handle));
            var type = file.Metadata.GetTypeDefinition(handle);
            if (!patterns.Any(pattern => pattern.MayMatch(name)) || type.GetCustomAttributes().Any(IsCompilersMark))
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
