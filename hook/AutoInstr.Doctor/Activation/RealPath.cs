namespace AutoInstr.Doctor.Activation;

/// <summary>Paths without symbolic links, by which a kit is known whatever it is called.</summary>
internal static class RealPath
{
    /// <summary>Whether two paths are of one file or folder that is there.</summary>
    public static bool AreSame(string path, string other) => Path.Exists(path) && Path.Exists(other) && Of(path) == Of(other);

    private static string Of(string path)
    {
        path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(path) is not { } parent)
            return path;
        var real = Path.Combine(Of(parent), Path.GetFileName(path));
        return File.ResolveLinkTarget(real, returnFinalTarget: false) is { } target ? Of(target.FullName) : real;
    }
}
