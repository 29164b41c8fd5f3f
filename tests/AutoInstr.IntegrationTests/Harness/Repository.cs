namespace AutoInstr.IntegrationTests.Harness;

/// <summary>Where things are: the tests run from the build's output and use what <c>./kit test</c> has built.</summary>
internal static class Repository
{
    /// <summary>The folder of AutoInstr.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>What builds leave.</summary>
    public static string Artifacts { get; } = Path.Combine(Root, "artifacts");

    /// <summary>The kit under test.</summary>
    public static string Kit { get; } = Path.Combine(Artifacts, "kit");

    /// <summary>The startup hook under test.</summary>
    public static string Hook { get; } = Path.Combine(Kit, "AutoInstr.StartupHook.dll");

    /// <summary>The muxer that runs applications of a runtime: the machine's own for .NET 10, else one laid out for the tests.</summary>
    /// <param name="runtime"><c>8.0</c>, <c>9.0</c> or <c>10.0</c>.</param>
    public static string Dotnet(string runtime) =>
        runtime == "10.0" ? Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path : MachineDotnet()
            : Path.Combine(Artifacts, "dotnet", runtime, "dotnet");

    private static string MachineDotnet() =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "dotnet"));

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "AutoInstr.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests must run from within the repository.");
        return folder;
    }
}
