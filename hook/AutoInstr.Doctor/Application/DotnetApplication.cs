namespace AutoInstr.Doctor.Application;

/// <summary>An application as it was published.</summary>
/// <param name="Name">The simple name of its entry assembly.</param>
/// <param name="Config">Its runtime configuration.</param>
internal sealed record DotnetApplication(string Name, RuntimeConfig Config)
{
    /// <summary>The folder that it is in.</summary>
    public string Folder { get; init; } = "";

    /// <summary>Whether its assemblies are in its executable.</summary>
    public bool IsSingleFile { get; init; }

    /// <summary>What it was published for, such as <c>linux-musl-x64</c>; <see langword="null"/> for anything.</summary>
    public string? RuntimeIdentifier { get; init; }

    /// <summary>Its assemblies; those of shared frameworks only when it brings them along.</summary>
    public IReadOnlyList<Library> Libraries { get; init; } = [];
}
