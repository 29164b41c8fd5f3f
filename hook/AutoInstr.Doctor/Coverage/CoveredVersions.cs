using System.Text.RegularExpressions;

namespace AutoInstr.Doctor.Coverage;

/// <summary>A range of versions of a library.</summary>
/// <param name="From">The lowest, inclusive; <see langword="null"/> for any.</param>
/// <param name="To">The first that no longer belongs to it; <see langword="null"/> for none.</param>
internal sealed partial record CoveredVersions(Version? From, Version? To)
{
    /// <summary>Reads the versions in the name of a row of the catalogue, such as <c>MongoDB.Driver 3.7 - 3.14</c> or
    /// <c>Orleans 10, with AddActivityPropagation</c>: "3.14" covers everything that begins so.</summary>
    public static CoveredVersions Parse(string library)
    {
        var match = Range().Match(library);
        if (!match.Success)
            return new CoveredVersions(null, null);
        var last = match.Groups["to"] is { Success: true } to ? to.Value : match.Groups["from"].Value;
        return new CoveredVersions(
            Number(match.Groups["from"].Value), match.Groups["open"].Success ? null : After(last));
    }

    /// <summary>Whether a version is in the range.</summary>
    public bool Contains(Version version) => !IsBelow(version) && !IsAbove(version);

    /// <summary>Whether a version is older than the range.</summary>
    public bool IsBelow(Version version) => From is not null && version < From;

    /// <summary>Whether a version is newer than the range.</summary>
    public bool IsAbove(Version version) => To is not null && version >= To;

    /// <inheritdoc/>
    public override string ToString() => (From, To) switch
    {
        (null, null) => "any version",
        (null, _) => $"versions below {To}",
        (_, null) => $"versions from {From}",
        _ => $"versions from {From} to below {To}",
    };

    private static Version Number(string text) => Version.Parse(text.Contains('.', StringComparison.Ordinal) ? text : text + ".0");

    /// <summary>The first version behind all that begin with a number: 11.0 for 10, 3.15 for 3.14.</summary>
    private static Version After(string text)
    {
        var version = Number(text);
        return text.Contains('.', StringComparison.Ordinal)
            ? new Version(version.Major, version.Minor + 1)
            : new Version(version.Major + 1, 0);
    }

    [GeneratedRegex(
        @"^[^,(]*? (?<from>\d+(\.\d+)?)(\.x)?( - (?<to>\d+(\.\d+)?))?(?=$|,)|\.NET (?<from>\d+) (?<open>and later)",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Range();
}
