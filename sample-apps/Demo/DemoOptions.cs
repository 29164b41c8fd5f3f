namespace AutoInstr.Demo;

/// <summary>What the demo is asked for on its command line.</summary>
sealed record DemoOptions
{
    /// <summary>The options, for people.</summary>
    public const string Usage = """
        Runs an unmodified system of three services under the hook, shows the traces it sends, and compares them with those of the same
        system instrumented by hand.

          --servers      on PostgreSQL, RabbitMQ and Redis instead of what the services have themselves
          --keep         goes on until Ctrl-C and shows new traces as they come
          --hook FILE    AutoInstr.StartupHook.dll of the kit
          --samples DIR  the folder that both editions of the services were published to
          --sources DIR  the folder with the sources of both editions, whose lines are counted
          --report FILE  where the comparison goes as a page
        """;

    /// <summary>Whether the system runs on servers.</summary>
    public bool OnServers { get; private set; }

    /// <summary>Whether everything goes on until Ctrl-C.</summary>
    public bool Keep { get; private set; }

    /// <summary>The kit's startup hook.</summary>
    public string Hook { get; private set; } = "artifacts/kit/AutoInstr.StartupHook.dll";

    /// <summary>The folder of the published editions.</summary>
    public string Samples { get; private set; } = "artifacts/samples";

    /// <summary>The folder of the editions' sources.</summary>
    public string Sources { get; private set; } = "sample-apps";

    /// <summary>The page with the comparison.</summary>
    public string Report { get; private set; } = "artifacts/demo-report/comparison.html";

    /// <summary>The edition that knows nothing of telemetry.</summary>
    public string Unmodified => Path.Combine(Samples, "unmodified");

    /// <summary>The edition that is instrumented by hand.</summary>
    public string Manual => Path.Combine(Samples, "manual");

    /// <summary>Reads the command line.</summary>
    /// <exception cref="ArgumentException">An option is unknown, lacks its value, or names a file that is not there.</exception>
    public static DemoOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new DemoOptions();
        for (var i = 0; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case "--servers": options.OnServers = true; break;
                case "--keep": options.Keep = true; break;
                case "--hook" when i + 1 < arguments.Count: options.Hook = arguments[++i]; break;
                case "--samples" when i + 1 < arguments.Count: options.Samples = arguments[++i]; break;
                case "--sources" when i + 1 < arguments.Count: options.Sources = arguments[++i]; break;
                case "--report" when i + 1 < arguments.Count: options.Report = arguments[++i]; break;
                case "--hook" or "--samples" or "--sources" or "--report": throw new ArgumentException($"{arguments[i]} needs a value.");
                default: throw new ArgumentException($"There is no option {arguments[i]}.");
            }
        }
        options.Hook = Existing(options.Hook, "");
        options.Samples = Existing(options.Samples, "unmodified/Gateway/Gateway.dll");
        options.Sources = Existing(options.Sources, "unmodified/Gateway/Program.cs");
        options.Report = Path.GetFullPath(options.Report);
        return options;
    }

    private static string Existing(string path, string file) => File.Exists(Path.Combine(path, file))
        ? Path.GetFullPath(path)
        : throw new ArgumentException($"{Path.Combine(path, file)} is not there. Run it through ./kit demo, which builds what is needed.");
}
