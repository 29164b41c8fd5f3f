namespace AutoInstr.Doctor.Application;

/// <summary>Reads a library's name and versions from its file, where nothing else tells of them.</summary>
internal static class LibraryFile
{
    /// <summary>Reads it.</summary>
    /// <returns><see langword="null"/> when the file is not an assembly.</returns>
    public static Library? Read(string path)
    {
        Stream Open() => File.OpenRead(path);
        using var file = AssemblyMetadata.TryOpen(Open);
        return file is null ? null : new Library(file.Name) { FileVersion = file.FileVersion, AssemblyVersion = file.Version, Open = Open };
    }
}
