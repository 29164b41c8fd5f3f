using AutoInstr.Agent.Sources;
using AutoInstr.Doctor.Application;

namespace AutoInstr.Doctor.Coverage;

/// <summary>Says of a library how it is covered, by the rows of the agent's catalogue and by the patches.</summary>
/// <param name="rows">The catalogue.</param>
/// <param name="patches">What the patches are for.</param>
/// <param name="switches">Which instrumentation is off, and by which variable.</param>
internal sealed class CoverageRules(IReadOnlyList<Instrumentation> rows, PatchTargets patches, InstrumentationSwitches switches)
{
    private const string Patch = "patch";

    /// <summary>What covers a library.</summary>
    /// <param name="library">The library.</param>
    /// <param name="isUsed">Whether the application uses it, as far as can be told: a framework has more than that.</param>
    /// <returns>Nothing when no row and no patch is for it.</returns>
    public IReadOnlyList<CoveredLibrary> Find(Library library, bool isUsed)
    {
        var found = rows
            .Where(row => !row.IsPatched && row.Assemblies.Any(name => Same(name, library.Assembly)))
            .Select(row => ByRow(library, row))
            .ToList();
        if (isUsed)
            found.AddRange(patches.Methods
                .Where(patch => Same(patch.Assembly, library.Assembly))
                .GroupBy(patch => patch.Instrumentation)
                .Select(group => ByPatch(library, group.Key, [.. group])));
        if (!library.IsOfFramework && patches.Derived.Count > 0)
            found.AddRange(ByBaseClass(library));
        // A row for later versions and a patch for earlier ones: the one that covers this version is the answer.
        if (found.Exists(covered => covered.IsCovered))
            found.RemoveAll(covered => !covered.IsCovered);
        return [.. found.DistinctBy(covered => covered.Instrumentation)];
    }

    /// <summary>The library as it is shown: a framework's assembly by its own name.</summary>
    public static CoveredLibrary Described(Library library) => new(
        library.IsOfFramework || library.Package is null ? library.Assembly : library.Package, Shown(library.Version), library.Assembly);

    private CoveredLibrary ByRow(Library library, Instrumentation row)
    {
        var covered = Described(library) with
        {
            Instrumentation = row.Id,
            How = row.How,
            SwitchedOffBy = switches.SwitchedOffBy(row.Id),
        };
        var versions = CoveredVersions.Parse(row.Library);
        if (versions.IsBelow(library.Version))
            return covered with
            {
                Reason = $"it is older than what is covered, {row.Library}",
                Advice = $"Use {covered.Name} {versions.From} or later.",
            };
        return covered with
        {
            IsCovered = covered.SwitchedOffBy is null,
            Reason = versions.IsAbove(library.Version) ? $"it is newer than what is tested, {row.Library}"
                : row.Unverified is null ? null
                : "no test runs this library",
        };
    }

    private IEnumerable<CoveredLibrary> ByBaseClass(Library library)
    {
        using var file = library.Open is { } open ? AssemblyMetadata.TryOpen(open) : null;
        if (file is null)
            yield break;
        foreach (var target in patches.Derived)
        {
            if (target.Except.Any(name => Same(name, library.Assembly)) || file.FindDerivedType(target.Type) is null ||
                (target.Unless is { } unless && file.RefersTo(unless)))
                continue;
            var variable = switches.SwitchedOffBy(target.Instrumentation);
            yield return Described(library) with
            {
                Instrumentation = target.Instrumentation,
                How = Patch,
                SwitchedOffBy = variable,
                IsCovered = variable is null,
            };
        }
    }

    private CoveredLibrary ByPatch(Library library, string id, List<PatchTarget> targets)
    {
        var covered = Described(library) with { Instrumentation = id, How = Patch, SwitchedOffBy = switches.SwitchedOffBy(id) };
        var version = library.VersionForPatches;
        var fitting = targets.Where(target => target.Versions.Contains(version)).ToList();
        if (fitting.Count == 0)
        {
            var versions = string.Join(", ", targets.Select(target => target.Versions.ToString()).Distinct());
            return covered with
            {
                Reason = $"the patch is for {versions} of the file",
                Advice = $"Use a version of {covered.Name} that the patch is for.",
            };
        }
        if (Missing(library, fitting) is { } missing)
            return covered with
            {
                Reason = $"the patch does not fit it: {missing}",
                Advice = "Please report this, with the version of the library.",
            };
        return covered with { IsCovered = covered.SwitchedOffBy is null };
    }

    /// <summary>A patch may name what only some versions have; it does not fit when nothing that it names is there.</summary>
    private static string? Missing(Library library, List<PatchTarget> targets)
    {
        using var file = library.Open is { } open ? AssemblyMetadata.TryOpen(open) : null;
        if (file is null)
            return null;
        var missing = targets.Select(target => file.FindMissing(target.Type, target.Method)).ToList();
        return missing.Contains(null) ? null : string.Join("; ", missing.Distinct());
    }

    private static string Shown(Version version) =>
        version.Revision > 0 ? version.ToString() : version.ToString(version.Build < 0 ? 2 : 3);

    private static bool Same(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
}
