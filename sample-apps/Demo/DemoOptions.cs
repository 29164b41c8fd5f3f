namespace AutoInstr.Demo;

/// <summary>What the demo is asked for on its command line.</summary>
sealed record DemoOptions
{
    /// <summary>The options, for people.</summary>
    public const string Usage = """
        Runs an unmodified service under the hook and shows the traces it sends.

          --hook FILE    AutoInstr.StartupHook.dll of the kit
          --app DIR      the folder that the service was published to
          --keep         goes on until Ctrl-C and shows new traces as they come
        """;

    /// <summary>The kit's startup hook.</summary>
    public string Hook { get; private set; } = "artifacts/kit/AutoInstr.StartupHook.dll";

    /// <summary>The folder of the published service.</summary>
    public string App { get; private set; } = "artifacts/samples/unmodified";

    /// <summary>Whether everything goes on until Ctrl-C.</summary>
    public bool Keep { get; private set; }

    /// <summary>Reads the command line.</summary>
    /// <exception cref="ArgumentException">An option is unknown, lacks its value, or names a file that is not there.</exception>
    public static DemoOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new DemoOptions();
        for (var i = 0; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case "--keep": options.Keep = true; break;
                case "--hook" when i + 1 < arguments.Count: options.Hook = arguments[++i]; break;
                case "--app" when i + 1 < arguments.Count: options.App = arguments[++i]; break;
                case "--hook" or "--app": throw new ArgumentException($"{arguments[i]} needs a value.");
                default: throw new ArgumentException($"There is no option {arguments[i]}.");
            }
        }
        options.Hook = Existing(options.Hook, "");
        options.App = Existing(options.App, "TasksApi.dll");
        return options;
    }

    private static string Existing(string path, string file) => File.Exists(Path.Combine(path, file))
        ? Path.GetFullPath(path)
        : throw new ArgumentException($"{Path.Combine(path, file)} is not there. Run it through ./kit demo, which builds what is needed.");
}
