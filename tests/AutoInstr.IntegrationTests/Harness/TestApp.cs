using AutoInstr.Viewer;

namespace AutoInstr.IntegrationTests.Harness;

/// <summary>An application under tests/apps or sample-apps, as its build left it.</summary>
/// <param name="Name">The project's name.</param>
/// <param name="Runtime">What runs it: <c>8.0</c>, <c>9.0</c> or <c>10.0</c>.</param>
/// <param name="Framework">The target framework to take when the project has several, such as <c>net8.0</c>.</param>
internal sealed record TestApp(string Name, string Runtime = "10.0", string? Framework = null)
{
    private static readonly string[] Private = ["OTEL_", "AUTOINSTR_", "DOTNET_", "CORECLR_", "ASPNETCORE_", "COMPlus_"];

    /// <summary>One of the programs Libraries.*, which are built for .NET 8 and for .NET 10; on .NET 9 the former runs.</summary>
    /// <param name="name">The project's name.</param>
    /// <param name="runtime">What runs it.</param>
    public static TestApp Library(string name, string runtime = "10.0") => new(name, runtime, runtime == "10.0" ? "net10.0" : "net8.0");

    /// <summary>The assembly.</summary>
    public string Dll => Path.Combine(Folder, Name + ".dll");

    /// <summary>The folder of the assembly.</summary>
    public string Folder => Path.Combine(Repository.Artifacts, "bin", Name, Framework == null ? "release" : "release_" + Framework);

    /// <summary>Program and arguments that start it; by default the muxer and the assembly.</summary>
    public string[]? Command { get; init; }

    /// <summary>Starts it as it is.</summary>
    public AppProcess StartBare(string[]? args = null, IReadOnlyDictionary<string, string?>? env = null) =>
        AppProcess.Start([.. Command ?? [Repository.Dotnet(Runtime), Dll], .. args ?? []], Environment(env));

    /// <summary>Starts it under the hook, exporting to a receiver over gRPC.</summary>
    public AppProcess StartHooked(OtlpReceiver receiver, string[]? args = null, IReadOnlyDictionary<string, string?>? env = null) =>
        StartBare(args, Hooked(receiver, env));

    /// <summary>Runs it as it is to its end.</summary>
    public async Task<AppRun> RunBareAsync(string[]? args = null, IReadOnlyDictionary<string, string?>? env = null)
    {
        await using var process = StartBare(args, env);
        return await process.WaitForExitAsync();
    }

    /// <summary>Runs it under the hook to its end.</summary>
    public async Task<AppRun> RunHookedAsync(OtlpReceiver receiver, string[]? args = null, IReadOnlyDictionary<string, string?>? env = null)
    {
        await using var process = StartHooked(receiver, args, env);
        return await process.WaitForExitAsync();
    }

    /// <summary>The variables that put the hook in place.</summary>
    /// <param name="receiver">Where spans go.</param>
    /// <param name="more">Further variables, which win; <see langword="null"/> removes one.</param>
    public static Dictionary<string, string?> Hooked(OtlpReceiver receiver, IReadOnlyDictionary<string, string?>? more = null)
    {
        var env = new Dictionary<string, string?>
        {
            ["DOTNET_STARTUP_HOOKS"] = Repository.Hook,
            ["OTEL_SERVICE_NAME"] = "test",
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{receiver.GrpcPort}",
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
            // What is sent at the end is waited for on a loaded machine too.
            ["AUTOINSTR_SHUTDOWN_TIMEOUT"] = "60000",
            // Each signal has tests of its own.
            ["OTEL_METRICS_EXPORTER"] = "none",
            ["OTEL_LOGS_EXPORTER"] = "none",
        };
        foreach (var (name, value) in more ?? new Dictionary<string, string?>())
            env[name] = value;
        return env;
    }

    /// <summary>The environment of the tests without what would configure the application or the hook, plus what is given.</summary>
    private Dictionary<string, string?> Environment(IReadOnlyDictionary<string, string?>? more)
    {
        var env = new Dictionary<string, string?>();
        foreach (System.Collections.DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            if (!Private.Any(prefix => ((string)variable.Key).StartsWith(prefix, StringComparison.Ordinal)))
                env[(string)variable.Key] = (string?)variable.Value;
        }
        env["DOTNET_ROOT"] = Path.GetDirectoryName(Repository.Dotnet(Runtime));
        if (Framework != null && Framework != "net" + Runtime)
            env["DOTNET_ROLL_FORWARD"] = "Major";
        foreach (var (name, value) in more ?? new Dictionary<string, string?>())
            env[name] = value;
        return env;
    }
}
