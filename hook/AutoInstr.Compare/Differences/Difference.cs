namespace AutoInstr.Compare.Differences;

/// <summary>What kind of thing differs.</summary>
internal enum DifferenceKind
{
    /// <summary>The span's name.</summary>
    Name,
    /// <summary>Its status, or the status' description.</summary>
    Status,
    /// <summary>An attribute.</summary>
    Attribute,
    /// <summary>An event, or one of its attributes.</summary>
    Event,
    /// <summary>The number of its links.</summary>
    Links,
}

/// <summary>Something that two matched spans have, but not alike.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="What">Its name.</param>
/// <param name="Manual">What the edition instrumented by hand says, as text; <see langword="null"/> where it says nothing.</param>
/// <param name="Automatic">What the other one says.</param>
internal sealed record Difference(DifferenceKind Kind, string What, string? Manual, string? Automatic);
