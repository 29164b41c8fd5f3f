namespace AutoInstr.Agent.Configuration.File;

/// <summary>What is in and what is out.</summary>
internal static class IncludeExcludeReader
{
    /// <summary>Reads a property of a section.</summary>
    public static IncludeExclude? Read(FileSection section, string name) =>
        section.Child<IncludeExclude?>(name, "IncludeExclude", null, ReadLists);

    /// <summary>Reads the two lists of a section.</summary>
    public static IncludeExclude ReadLists(FileSection section) => new(section.Texts("included"), section.Texts("excluded"));
}
