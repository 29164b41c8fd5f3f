namespace AutoInstr.Cli.Activation;

/// <summary>The kit's files, as this program's neighbours.</summary>
internal sealed class Kit
{
    private const string HookFile = "AutoInstr.StartupHook.dll";

    /// <summary>How a Windows executable begins, which every .NET assembly is.</summary>
    private static ReadOnlySpan<byte> AssemblyMark => "MZ"u8;

    /// <summary>Takes a folder for a kit.</summary>
    /// <param name="folder">Absolute path.</param>
    public Kit(string folder) => Folder = Path.TrimEndingDirectorySeparator(folder);

    /// <summary>The folder, without a slash at its end.</summary>
    public string Folder { get; }

    /// <summary>The startup hook.</summary>
    public string Hook => Path.Combine(Folder, HookFile);

    /// <summary>The folder for DOTNET_ADDITIONAL_DEPS.</summary>
    public string Deps => Path.Combine(Folder, "deps");

    /// <summary>The folder for DOTNET_SHARED_STORE.</summary>
    public string Store => Path.Combine(Folder, "store");

    /// <summary>The receiver behind <c>autoinstr collect</c>.</summary>
    public string Viewer => Path.Combine(Folder, "viewer", "AutoInstr.Viewer.dll");

    /// <summary>The program behind <c>autoinstr compare</c>, which shares the receiver's files.</summary>
    public string Compare => Path.Combine(Folder, "viewer", "AutoInstr.Compare.dll");

    /// <summary>The program behind <c>autoinstr doctor</c>.</summary>
    public string Doctor => Path.Combine(Folder, "doctor", "AutoInstr.Doctor.dll");

    /// <summary>Why the hook must not be put before an application: the runtime ends an application whose hook it cannot load.</summary>
    /// <returns>The reason in a few words, or <see langword="null"/> when the hook is good.</returns>
    public string? FindObstacle()
    {
        if (Folder.Contains(Path.PathSeparator))
            return $"the path {Folder} contains '{Path.PathSeparator}', which separates the entries of DOTNET_STARTUP_HOOKS";
        try
        {
            Span<byte> start = stackalloc byte[AssemblyMark.Length];
            using var file = File.OpenRead(Hook);
            return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual(AssemblyMark)
                ? null
                : $"{Hook} is damaged";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception is FileNotFoundException or DirectoryNotFoundException ? $"{Hook} is missing" : $"{Hook} cannot be read";
        }
    }

    /// <summary>Whether the kit has what .NET 8 and 9 applications need; the host ends an application when half of it is there.</summary>
    public bool HasStore()
    {
        try
        {
            return Directory.Exists(Path.Combine(Deps, "shared", "Microsoft.NETCore.App"))
                && Directory.Exists(Store)
                && Directory.EnumerateFiles(Store, "System.Diagnostics.DiagnosticSource.dll", SearchOption.AllDirectories).Any();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
