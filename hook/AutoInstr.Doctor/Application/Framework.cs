namespace AutoInstr.Doctor.Application;

/// <summary>A shared framework, such as Microsoft.NETCore.App.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">The version that the application asks for or was published with.</param>
internal sealed record Framework(string Name, Version Version)
{
    /// <summary>The one that every application has.</summary>
    public const string Base = "Microsoft.NETCore.App";

    /// <summary>Reads a version, of which a suffix such as <c>-rc.1</c> is left out.</summary>
    public static Version? ParseVersion(string? text)
    {
        var end = text?.AsSpan().IndexOfAny('-', '+') ?? -1;
        return Version.TryParse(end < 0 ? text : text![..end], out var version) ? version : null;
    }
}
