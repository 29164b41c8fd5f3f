using AutoInstr.Viewer.Terminal;

namespace AutoInstr.Viewer.Collect;

/// <summary>The command line of <c>collect</c>.</summary>
internal sealed record CollectOptions
{
    /// <summary>What <c>--help</c> prints.</summary>
    public const string Usage = """
        Receives OpenTelemetry data over OTLP; shows each trace as a tree, log records and metrics as lines.

        usage: autoinstr collect [options] [--ui] [RECORDING...]

          --ui                 also show it all on a page, with the recordings that are named (OTLP JSON lines)
          --ui-port PORT       port of the page, 0 for a free one (4320)
          --grpc-port PORT     port of OTLP/gRPC, 0 for a free one (4317)
          --http-port PORT     port of OTLP/HTTP, 0 for a free one (4318)
          --host HOST          address to listen on, * for every interface (127.0.0.1)
          --output FILE        also write what comes to FILE, a line of OTLP JSON for every request
          --signals LIST       what is shown here, of traces,metrics,logs (all)
          --attributes LIST    attributes to show, separated by commas, instead of the usual ones
          --max-spans NUMBER   spans to keep in memory; the oldest traces leave first (100000)
          --max-logs NUMBER    log records to keep in memory; the oldest leave first (100000)
          --max-points NUMBER  metric data points to keep in memory; the oldest leave first (200000)
          --no-color           no colours; the variable NO_COLOR does the same
          --quiet              only the summary at the end
          --tls-cert FILE      PEM certificate; both ports then speak TLS
          --tls-key FILE       PEM private key of the certificate
          --client-ca FILE     PEM authorities; every client then needs a certificate they signed
          --help               this text

        Ctrl-C ends it with a summary.
        """;

    private static readonly string[] SignalNames = ["traces", "metrics", "logs"];

    private const StringSplitOptions ListItems = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;

    /// <summary>Where to listen and how much to keep.</summary>
    public ReceiverOptions Receiver { get; init; } = new();

    /// <summary>Whether the page is wanted.</summary>
    public bool Ui { get; init; }

    /// <summary>The port of the page.</summary>
    public int UiPort { get; init; } = 4320;

    /// <summary>Recordings that are shown from the beginning.</summary>
    public IReadOnlyList<string> Recordings { get; init; } = [];

    /// <summary>The file for OTLP JSON lines, if one is asked for.</summary>
    public string? OutputFile { get; init; }

    /// <summary>The attributes to show, or <see langword="null"/> for the usual ones.</summary>
    public IReadOnlyList<string>? Attributes { get; init; }

    /// <summary>Whether colours are refused.</summary>
    public bool NoColour { get; init; }

    /// <summary>The signals that are shown in the terminal.</summary>
    public IReadOnlyList<Signal> Signals { get; init; } = Enum.GetValues<Signal>();

    /// <summary>Whether nothing is shown but the summary.</summary>
    public bool Quiet { get; init; }

    /// <summary>Whether only <see cref="Usage"/> is wanted.</summary>
    public bool Help { get; init; }

    /// <summary>Reads a command line; values follow their option or are joined to it by <c>=</c>.</summary>
    /// <param name="arguments">The arguments after the command's name.</param>
    /// <exception cref="FormatException">An option is unknown, or its value missing or wrong; the message says which.</exception>
    public static CollectOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new CollectOptions();
        var reader = new OptionReader(arguments);
        while (reader.Read())
        {
            var receiver = options.Receiver;
            options = reader.Name switch
            {
                "--help" or "-h" => options with { Help = true },
                "--quiet" => options with { Quiet = true },
                "--ui" => options with { Ui = true },
                "--no-color" => options with { NoColour = true },
                "--grpc-port" => options with { Receiver = receiver with { GrpcPort = reader.Number(0, ushort.MaxValue) } },
                "--http-port" => options with { Receiver = receiver with { HttpPort = reader.Number(0, ushort.MaxValue) } },
                "--ui-port" => options with { UiPort = reader.Number(0, ushort.MaxValue) },
                "--host" => options with { Receiver = receiver with { Host = reader.Value() } },
                "--max-spans" => options with { Receiver = receiver with { MaxSpans = reader.Number(1, int.MaxValue) } },
                "--max-logs" => options with { Receiver = receiver with { MaxLogRecords = reader.Number(1, int.MaxValue) } },
                "--max-points" => options with { Receiver = receiver with { MaxDataPoints = reader.Number(1, int.MaxValue) } },
                "--signals" => options with { Signals = SignalsOf(reader.Value()) },
                "--tls-cert" => options with { Receiver = receiver with { CertificateFile = reader.Value() } },
                "--tls-key" => options with { Receiver = receiver with { KeyFile = reader.Value() } },
                "--client-ca" => options with { Receiver = receiver with { ClientCaFile = reader.Value() } },
                "--output" => options with { OutputFile = reader.Value() },
                "--attributes" => options with { Attributes = reader.Value().Split(',', ListItems) },
                ['-', ..] => throw reader.Unknown(),
                var recording => options with { Recordings = [.. options.Recordings, recording] },
            };
        }
        if (options.Recordings.Count > 0 && !options.Ui)
            throw new FormatException($"'{options.Recordings[0]}' is shown only with --ui");
        return options;
    }

    private static Signal[] SignalsOf(string list) => list.Split(',', ListItems) is { Length: > 0 } names
        ? [.. names.Select(name => Array.IndexOf(SignalNames, name) is >= 0 and var i ? (Signal)i : throw NoSignals(list))]
        : throw NoSignals(list);

    private static FormatException NoSignals(string list) => new($"--signals '{list}' is no list of {string.Join(", ", SignalNames)}");
}
