namespace AutoInstr.Doctor.Application;

/// <summary>Whether files can be made somewhere: as this program may, which is to run as the application's user.</summary>
internal static class WritableFolder
{
    /// <summary>Whether a file can be made in a folder that is there.</summary>
    public static bool Is(string folder)
    {
        try
        {
            using var file = File.Create(Path.Combine(folder, Path.GetRandomFileName()), 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Whether a folder is writable, or could be made where it is not there.</summary>
    public static bool CanBe(string folder)
    {
        var nearest = Path.GetFullPath(folder);
        while (!Directory.Exists(nearest))
        {
            // A file is in the way.
            if (File.Exists(nearest) || Path.GetDirectoryName(nearest) is not { } parent)
                return false;
            nearest = parent;
        }
        return Is(nearest);
    }
}
