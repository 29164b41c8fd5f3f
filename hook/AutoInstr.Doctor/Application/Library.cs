namespace AutoInstr.Doctor.Application;

/// <summary>An assembly of the application, or of a framework under it.</summary>
/// <param name="Assembly">Its simple name.</param>
internal sealed record Library(string Assembly)
{
    /// <summary>The package or framework that it belongs to, when that is known.</summary>
    public string? Package { get; init; }

    /// <summary>The version of the package or framework.</summary>
    public Version? PackageVersion { get; init; }

    /// <summary>The version of the file, by which patches choose.</summary>
    public Version? FileVersion { get; init; }

    /// <summary>The version of the assembly.</summary>
    public Version? AssemblyVersion { get; init; }

    /// <summary>Whether it is of a shared framework: then it is there whether or not the application uses it.</summary>
    public bool IsOfFramework { get; init; }

    /// <summary>Opens the file; <see langword="null"/> when that cannot be.</summary>
    public Func<Stream>? Open { get; init; }

    /// <summary>The version as releases of the library are known by.</summary>
    public Version Version => PackageVersion ?? FileVersion ?? AssemblyVersion ?? new Version(0, 0);

    /// <summary>The version by which patches choose: that of the file, else that of the assembly.</summary>
    public Version VersionForPatches => FileVersion ?? AssemblyVersion ?? Version;
}
