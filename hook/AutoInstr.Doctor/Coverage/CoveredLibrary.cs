namespace AutoInstr.Doctor.Coverage;

/// <summary>What is known of the spans or log records of one library of the application.</summary>
/// <param name="Name">The package or framework, else the assembly.</param>
/// <param name="Version">Its version.</param>
/// <param name="Assembly">The assembly by which it is known.</param>
internal sealed record CoveredLibrary(string Name, string Version, string Assembly)
{
    /// <summary>The id of what covers it, or <see langword="null"/>.</summary>
    public string? Instrumentation { get; init; }

    /// <summary>How: <c>source</c>, <c>adapter</c>, <c>source and adapter</c> or <c>patch</c>;
    /// <see langword="null"/> when nothing does.</summary>
    public string? How { get; init; }

    /// <summary>The variable that switches it off, or <see langword="null"/>.</summary>
    public string? SwitchedOffBy { get; init; }

    /// <summary>Why it is not covered, or what else there is to know; <see langword="null"/> when there is nothing.</summary>
    public string? Reason { get; init; }

    /// <summary>What can be done about <see cref="Reason"/>.</summary>
    public string? Advice { get; init; }

    /// <summary>Whether they arrive.</summary>
    public bool IsCovered { get; init; }

    /// <summary>Whether that takes a patch, and so an attachment to the runtime.</summary>
    public bool IsPatched => How == "patch" && IsCovered;
}
