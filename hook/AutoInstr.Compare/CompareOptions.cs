using AutoInstr.Viewer.Terminal;

namespace AutoInstr.Compare;

/// <summary>What the command line asks for.</summary>
internal sealed record CompareOptions
{
    /// <summary>What <c>--help</c> prints.</summary>
    public const string Usage = """
        autoinstr compare --manual FILE --automatic FILE [options]
        autoinstr compare --run FILE [--runs N] [--keep-recordings DIR] [options]

        Compares what an application that is instrumented by hand sends with what automatic instrumentation does: span by span, instrument
        by instrument, and by what is logged.
          autoinstr compare --manual a.jsonl --automatic b.jsonl --html report.html

          --manual FILE           recording of the edition instrumented by hand, as 'autoinstr collect --output' writes it
          --automatic FILE        recording of the automatic edition
          --run FILE              runs both editions under the same traffic, as the JSON file describes, and records them
          --runs N                how often each edition is run, 1 to 100, for medians of start-up, CPU and memory (3)
          --keep-recordings DIR   leaves manual.jsonl and automatic.jsonl there
          --format FORMAT         text (the default), json or markdown
          --html FILE             also writes a page with waterfalls side by side; needs nothing but a browser
          --expect FILE           what both editions must have, a line each: [COUNTx] SERVICE KIND NAME, the KIND a span's, METRIC or
                                  LOG (with NAME as LOGGER: TEMPLATE); * is any text, # a comment
          --ignore NAME           an attribute not to be compared, or several that begin alike: NAME*; may be repeated
          --strict                compares ids, ports, threads and the like by value too; otherwise only that both are there
          --width N               how many columns the text may have, 60 to 400
          --no-color              no colours; the variable NO_COLOR does the same
          --help                  this text

        Spans are partners when they have the same service and kind and the same place in the trace. One of another name there is
        renamed; the same name elsewhere in the trace is moved. Instruments are partners by service and name, log records by service,
        logger and template.

        Exit codes: 0 when the comparison was made, 1 when it could not be, 2 for a wrong argument, 3 when --expect is not met.

        """;

    private const int MaxRuns = 100;

    /// <summary>The recording of the edition instrumented by hand.</summary>
    public string? Manual { get; init; }

    /// <summary>The recording of the automatic edition.</summary>
    public string? Automatic { get; init; }

    /// <summary>The description of what to run.</summary>
    public string? Run { get; init; }

    /// <summary>How often.</summary>
    public int Runs { get; init; } = 3;

    /// <summary>Where recordings are left.</summary>
    public string? RecordingsFolder { get; init; }

    /// <summary>text, json or markdown.</summary>
    public string Format { get; init; } = "text";

    /// <summary>The page to write.</summary>
    public string? Html { get; init; }

    /// <summary>The file of expectations.</summary>
    public string? Expect { get; init; }

    /// <summary>Attributes not to be compared.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>Whether volatile attributes are compared by value.</summary>
    public bool IsStrict { get; init; }

    /// <summary>Whether colours are refused.</summary>
    public bool NoColour { get; init; }

    /// <summary>How many columns there are, or <see langword="null"/> to ask the terminal.</summary>
    public int? Width { get; init; }

    /// <summary>Whether only <see cref="Usage"/> is wanted.</summary>
    public bool Help { get; init; }

    /// <summary>Reads a command line; values follow their option or are joined to it by <c>=</c>.</summary>
    /// <exception cref="FormatException">It makes no sense; the message says why.</exception>
    public static CompareOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new CompareOptions();
        var reader = new OptionReader(arguments);
        while (reader.Read())
        {
            options = reader.Name switch
            {
                "--help" or "-h" => options with { Help = true },
                "--strict" => options with { IsStrict = true },
                "--no-color" => options with { NoColour = true },
                "--manual" => options with { Manual = reader.Value() },
                "--automatic" => options with { Automatic = reader.Value() },
                "--run" => options with { Run = reader.Value() },
                "--runs" => options with { Runs = reader.Number(1, MaxRuns) },
                "--keep-recordings" => options with { RecordingsFolder = reader.Value() },
                "--format" => options with { Format = reader.OneOf("text", "json", "markdown") },
                "--html" => options with { Html = reader.Value() },
                "--expect" => options with { Expect = reader.Value() },
                "--ignore" => options with { Ignored = [.. options.Ignored, reader.Value()] },
                "--width" => options with { Width = reader.Number(60, 400) },
                _ => throw reader.Unknown(),
            };
        }
        return options.Help ? options : options.Checked();
    }

    private CompareOptions Checked() => (Run, Manual, Automatic) switch
    {
        (not null, null, null) => this,
        (not null, _, _) => throw new FormatException("--run and recordings (--manual, --automatic) exclude each other"),
        (null, not null, not null) when RecordingsFolder is not null => throw new FormatException("--keep-recordings needs --run"),
        (null, not null, not null) => this,
        _ => throw new FormatException("either --run or both --manual and --automatic are needed"),
    };
}
