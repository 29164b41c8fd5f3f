namespace AutoInstr.Doctor.Application;

/// <summary>The shared frameworks of a .NET installation, and which of them the host takes for an application.</summary>
/// <param name="root">The folder of the <c>dotnet</c> program.</param>
internal sealed class InstalledRuntimes(string root)
{
    /// <summary>The installation that applications use: DOTNET_ROOT, else the one that this program runs on.</summary>
    public static InstalledRuntimes Find(Func<string, string?> variable)
    {
        if (variable("DOTNET_ROOT") is { Length: > 0 } set && Directory.Exists(Path.Combine(set, "shared")))
            return new InstalledRuntimes(set);
        // <root>/shared/Microsoft.NETCore.App/<version>/System.Private.CoreLib.dll
        return new InstalledRuntimes(Path.GetFullPath(Path.Combine(typeof(object).Assembly.Location, "..", "..", "..", "..")));
    }

    /// <summary>The version that the host takes:
    /// https://learn.microsoft.com/dotnet/core/versions/selection.</summary>
    /// <param name="framework">What the application asks for.</param>
    /// <param name="rollForward">What it, or the environment, says about other versions.</param>
    /// <returns><see langword="null"/> when there is none that will do.</returns>
    public Version? Select(Framework framework, string rollForward)
    {
        var newer = Versions(framework.Name).Where(version => version >= framework.Version).Order().ToList();
        var isMajor = rollForward.Equals("Major", StringComparison.OrdinalIgnoreCase);
        if (rollForward.Equals("LatestMajor", StringComparison.OrdinalIgnoreCase))
            return newer.LastOrDefault();
        if (newer.LastOrDefault(version => version.Major == framework.Version.Major) is { } same)
            return same;
        return isMajor && newer.Count > 0 ? newer.Last(version => version.Major == newer[0].Major) : null;
    }

    /// <summary>The assemblies of a framework; empty when it is not installed.</summary>
    public IEnumerable<Library> Libraries(Framework framework)
    {
        var folder = Path.Combine(root, "shared", framework.Name, framework.Version.ToString());
        return Directory.Exists(folder)
            ? Directory.GetFiles(folder, "*.dll").Select(file => new Library(Path.GetFileNameWithoutExtension(file))
            {
                Package = framework.Name,
                PackageVersion = framework.Version,
                FileVersion = framework.Version,
                IsOfFramework = true,
                Open = () => File.OpenRead(file),
            })
            : [];
    }

    private IEnumerable<Version> Versions(string framework)
    {
        var folder = Path.Combine(root, "shared", framework);
        return Directory.Exists(folder)
            ? Directory.GetDirectories(folder).Select(version => Framework.ParseVersion(Path.GetFileName(version))).OfType<Version>()
            : [];
    }
}
