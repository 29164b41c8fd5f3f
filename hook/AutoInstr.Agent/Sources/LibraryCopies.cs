namespace AutoInstr.Agent.Sources;

/// <summary>For which copies of a library an adapter is put in place, where load contexts have a copy each.</summary>
internal enum LibraryCopies
{
    /// <summary>For the first; what it does holds for the process.</summary>
    First,
    /// <summary>For each, whose types are found in it.</summary>
    Each,
    /// <summary>For one, which the types that the adapter is compiled against are then bound to.</summary>
    One,
}
