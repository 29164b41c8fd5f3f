using System.Globalization;

namespace AutoInstr.Bench;

/// <summary>What the benchmark is asked for on its command line.</summary>
sealed record BenchOptions
{
    /// <summary>The options, for people.</summary>
    public const string Usage = """
        Compares the sample service bare, instrumented by hand and under the hook.

          --hook FILE          AutoInstr.StartupHook.dll of the kit
          --unmodified DIR     the published services without telemetry
          --manual DIR         the published services instrumented by hand
          --output FILE        where the results go as JSON
          --only PART          startup or load
          --runs N             runs under load of each edition (5)
          --starts N           starts of each edition (21)
          --requests N         measured requests of a run, in 20 slices (200000)
          --warmup N           requests before those, twice (50000)
          --connections N      connections that send them (8)
        """;

    /// <summary>The kit's startup hook.</summary>
    public string Hook { get; private set; } = "artifacts/kit/AutoInstr.StartupHook.dll";

    /// <summary>The folder of the published services without telemetry.</summary>
    public string Unmodified { get; private set; } = "artifacts/samples/unmodified";

    /// <summary>The folder of the published services instrumented by hand.</summary>
    public string Manual { get; private set; } = "artifacts/samples/manual";

    /// <summary>The file that the results are written to.</summary>
    public string Output { get; private set; } = "artifacts/bench.json";

    /// <summary>The only part that is run, or <see langword="null"/> for all of them.</summary>
    public string? Only { get; private set; }

    /// <summary>How often each edition is run under load.</summary>
    public int Runs { get; private set; } = 5;

    /// <summary>How often each edition is started for the time to its first response.</summary>
    public int Starts { get; private set; } = 21;

    /// <summary>How many requests of a run are measured.</summary>
    public int Requests { get; private set; } = 200_000;

    /// <summary>How many requests go before those, each time: with fewer, the runtime would still be compiling while it is
    /// measured.</summary>
    public int Warmup { get; private set; } = 50_000;

    /// <summary>From how many connections the requests come.</summary>
    public int Connections { get; private set; } = 8;

    /// <summary>Whether a part is to be run.</summary>
    public bool Includes(string part) => Only is null || Only == part;

    /// <summary>Reads the command line.</summary>
    /// <exception cref="ArgumentException">An option is unknown, has no value or a wrong one, or names a file that is not
    /// there.</exception>
    public static BenchOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new BenchOptions();
        for (var i = 0; i < arguments.Count; i += 2)
        {
            var name = arguments[i];
            var value = i + 1 < arguments.Count ? arguments[i + 1] : throw new ArgumentException($"{name} needs a value.");
            switch (name)
            {
                case "--hook": options.Hook = value; break;
                case "--unmodified": options.Unmodified = value; break;
                case "--manual": options.Manual = value; break;
                case "--output": options.Output = value; break;
                case "--only": options.Only = Part(value); break;
                case "--runs": options.Runs = Count(name, value); break;
                case "--starts": options.Starts = Count(name, value); break;
                case "--requests": options.Requests = Count(name, value); break;
                case "--warmup": options.Warmup = Count(name, value); break;
                case "--connections": options.Connections = Count(name, value); break;
                default: throw new ArgumentException($"There is no option {name}.");
            }
        }
        options.Hook = Existing(options.Hook, "");
        options.Unmodified = Existing(options.Unmodified, "TasksApi/TasksApi.dll");
        options.Manual = Existing(options.Manual, "TasksApi/TasksApi.dll");
        return options;
    }

    private static string Part(string value) => value is "startup" or "load"
        ? value
        : throw new ArgumentException($"--only takes startup or load, not {value}.");

    private static int Count(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? count
            : throw new ArgumentException($"{name} takes a positive number, not {value}.");

    private static string Existing(string path, string file) => File.Exists(Path.Combine(path, file))
        ? Path.GetFullPath(path)
        : throw new ArgumentException($"{Path.Combine(path, file)} is not there. Run it through ./kit bench, which builds what is needed.");
}
