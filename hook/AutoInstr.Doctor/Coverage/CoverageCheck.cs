using AutoInstr.Doctor.Application;
using AutoInstr.Doctor.Report;

namespace AutoInstr.Doctor.Coverage;

/// <summary>Which libraries the application has, and how each is covered.</summary>
/// <param name="rules">Says how a library is covered.</param>
internal sealed class CoverageCheck(CoverageRules rules)
{
    /// <summary>The libraries that there is something to say of.</summary>
    public IReadOnlyList<CoveredLibrary> Libraries { get; private set; } = [];

    /// <summary>Looks.</summary>
    /// <param name="libraries">The assemblies of the application and of the frameworks under it.</param>
    /// <param name="loaded">For a running process, the assemblies that it has loaded.</param>
    public Section Run(IReadOnlyList<Library> libraries, IReadOnlySet<string>? loaded = null)
    {
        var references = References(libraries);
        var covered = new List<CoveredLibrary>();
        foreach (var library in libraries.DistinctBy(library => library.Assembly, StringComparer.OrdinalIgnoreCase))
        {
            var isUsed = !library.IsOfFramework || references.Contains(library.Assembly) || loaded?.Contains(library.Assembly) == true;
            var found = rules.Find(library, isUsed);
            covered.AddRange(found);
            if (found.Count == 0 && !library.IsOfFramework && FindProvider(library) is { } reason)
                covered.Add(CoverageRules.Described(library) with { Reason = reason });
        }
        Libraries = [.. covered
            .OrderBy(library => library.IsCovered ? 0 : 1).ThenBy(library => library.Name, StringComparer.OrdinalIgnoreCase)
            .ThenBy(library => library.Instrumentation, StringComparer.Ordinal)
            .DistinctBy(library => (library.Name, library.Version, library.Instrumentation, library.How))];
        return Describe();
    }

    private Section Describe()
    {
        var section = new Section("libraries", "Libraries");
        foreach (var library in Libraries)
        {
            var text = $"{library.Name} {library.Version}: ";
            if (library.SwitchedOffBy is { } variable)
                section.Note("library", $"{text}switched off by {variable}");
            else if (library is { IsCovered: true, Reason: null })
                section.Ok("library", $"{text}{library.How} ({library.Instrumentation})");
            else if (library.IsCovered)
                section.Note("library", $"{text}{library.How} ({library.Instrumentation}); {library.Reason}");
            else if (library.Advice is { } advice)
                section.Problem("library", $"{text}not covered; {library.Reason}", advice);
            else
                section.Note("library", $"{text}not covered; {library.Reason}");
        }
        if (Libraries.Count == 0)
            section.Note("libraries", "there is no library that makes spans or log records; those of the application's own sources need " +
                "OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES");
        else
            section.Ok("install", "nothing need be installed for any of them");
        return section;
    }

    /// <summary>What the application and its packages refer to, and what that refers to: who has ASP.NET Core has its loggers.</summary>
    private static HashSet<string> References(IReadOnlyList<Library> libraries)
    {
        var references = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var ofFrameworks = libraries.Where(static library => library.IsOfFramework)
            .ToLookup(static library => library.Assembly, StringComparer.OrdinalIgnoreCase);
        var open = new Queue<Library>(libraries.Where(static library => !library.IsOfFramework));
        while (open.TryDequeue(out var library))
        {
            foreach (var reference in ReferencesOf(library))
            {
                // The base library refers to all of itself.
                if (references.Add(reference) && !reference.StartsWith("System.", StringComparison.Ordinal))
                    ofFrameworks[reference].Take(1).ToList().ForEach(open.Enqueue);
            }
        }
        return references;
    }

    private static IReadOnlyList<string> ReferencesOf(Library library)
    {
        using var file = library.Open is { } open ? AssemblyMetadata.TryOpen(open) : null;
        return file is null ? [] : [.. file.References];
    }

    /// <summary>An ADO.NET provider is certain to be a client that should make spans; of other libraries that cannot be told.</summary>
    private static string? FindProvider(Library library)
    {
        using var file = library.Open is { } open ? AssemblyMetadata.TryOpen(open) : null;
        if (file?.FindDerivedType("System.Data.Common.DbCommand") is not { } command)
            return null;
        return $"it is an ADO.NET provider ({command}) that is not known" + (file.RefersTo("System.Diagnostics.ActivitySource")
            ? "; name its sources in OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES" : ", and its commands make no spans of their own");
    }
}
