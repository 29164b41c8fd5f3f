namespace AutoInstr.Cli.Execution;

/// <summary>Finds the <c>dotnet</c> program.</summary>
internal static class Muxer
{
    private const string FileName = "dotnet";

    /// <summary>Searches where a .NET process can know of one: what started it, what it runs on, then the environment.</summary>
    /// <param name="variable">Reads a variable of the environment.</param>
    /// <returns>The path, or <see langword="null"/>.</returns>
    public static string? Find(Func<string, string?> variable) => Candidates(variable).FirstOrDefault(File.Exists);

    private static IEnumerable<string> Candidates(Func<string, string?> variable)
    {
        if (variable("DOTNET_HOST_PATH") is { Length: > 0 } host)
            yield return host;

        // <root>/shared/Microsoft.NETCore.App/<version>/System.Private.CoreLib.dll
        if (Path.GetDirectoryName(typeof(object).Assembly.Location) is { Length: > 0 } runtime)
            yield return Path.GetFullPath(Path.Combine(runtime, "..", "..", "..", FileName));

        if (variable("DOTNET_ROOT") is { Length: > 0 } root)
            yield return Path.Combine(root, FileName);

        foreach (var folder in (variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            yield return Path.Combine(folder, FileName);
    }
}
