namespace AutoInstr.IntegrationTests.Harness;

/// <summary>The OpenTelemetry Collector of this machine.</summary>
internal static class CollectorProgram
{
    /// <summary>Why a test is skipped without one.</summary>
    public const string Missing = "there is no OpenTelemetry Collector: set OTELCOL to the program";

    /// <summary>Where the program is: the variable OTELCOL, the PATH, or next to the repository;
    /// <see langword="null"/> when nowhere.</summary>
    public static string? Path { get; } = Find();

    private static string? Find()
    {
        IEnumerable<string?> candidates =
        [
            Environment.GetEnvironmentVariable("OTELCOL"),
            .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
                .Select(folder => System.IO.Path.Combine(folder, "otelcol")),
            System.IO.Path.Combine(Repository.Root, "..", "shared", "otelcol", "otelcol"),
        ];
        return candidates.FirstOrDefault(File.Exists);
    }
}
