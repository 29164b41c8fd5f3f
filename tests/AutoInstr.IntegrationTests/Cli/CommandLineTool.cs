using AutoInstr.IntegrationTests.Harness;

namespace AutoInstr.IntegrationTests.Cli;

/// <summary>The kit's <c>autoinstr</c>, run with an environment that holds nothing but what it needs.</summary>
internal static class CommandLineTool
{
    /// <summary>The program under test.</summary>
    public static string Path { get; } = System.IO.Path.Combine(Repository.Kit, "autoinstr");

    /// <summary>Starts it.</summary>
    /// <param name="args">Its arguments.</param>
    /// <param name="env">Further variables.</param>
    /// <param name="program">Another copy of it.</param>
    public static AppProcess Start(string[] args, IReadOnlyDictionary<string, string?>? env = null, string? program = null) =>
        AppProcess.Start([program ?? Path, .. args], Environment(env));

    /// <summary>Runs it to its end.</summary>
    public static async Task<AppRun> RunAsync(string[] args, IReadOnlyDictionary<string, string?>? env = null, string? program = null)
    {
        await using var process = Start(args, env, program);
        return await process.WaitForExitAsync();
    }

    /// <summary>Runs a script of the POSIX shell, in which <c>$AUTOINSTR</c> is the program.</summary>
    public static async Task<AppRun> RunShellAsync(string script, IReadOnlyDictionary<string, string?>? env = null)
    {
        await using var process = AppProcess.Start(["/bin/sh", "-c", script],
            Environment(new Dictionary<string, string?>(env ?? new Dictionary<string, string?>()) { ["AUTOINSTR"] = Path }));
        return await process.WaitForExitAsync();
    }

    /// <summary>A folder with the program alone: a kit that lacks everything else.</summary>
    public static string CopyAlone()
    {
        var folder = Directory.CreateTempSubdirectory("autoinstr-cli-").FullName;
        foreach (var file in Directory.GetFiles(Repository.Kit, "autoinstr*"))
            File.Copy(file, System.IO.Path.Combine(folder, System.IO.Path.GetFileName(file)));
        return folder;
    }

    private static Dictionary<string, string?> Environment(IReadOnlyDictionary<string, string?>? more)
    {
        var env = new Dictionary<string, string?>
        {
            ["PATH"] = System.Environment.GetEnvironmentVariable("PATH"),
            ["DOTNET_ROOT"] = System.IO.Path.GetDirectoryName(Repository.Dotnet("10.0")),
        };
        foreach (var (name, value) in more ?? new Dictionary<string, string?>())
            env[name] = value;
        return env;
    }
}
