using System.Globalization;

namespace AutoInstr.Compare;

/// <summary>How the report is printed.</summary>
internal enum ReportFormat
{
    /// <summary>For a terminal.</summary>
    Text,
    /// <summary>For programs.</summary>
    Json,
    /// <summary>For a pull request.</summary>
    Markdown,
}

/// <summary>The command line of <c>compare</c>.</summary>
internal sealed record CompareOptions
{
    /// <summary>What <c>--help</c> prints.</summary>
    public const string Usage = """
        Compares the telemetry of an application that is instrumented by hand with that of the same one under the hook.

        usage: autoinstr compare --manual FILE --automatic FILE [options]

          --manual FILE      recording of the edition instrumented by hand: OTLP JSON lines, as autoinstr collect --output writes them
          --automatic FILE   recording of the other edition under the same requests
          --format FORMAT    text, json or markdown (text)
          --html FILE        also write the report as a page of its own
          --expect FILE      spans that both editions must have, one a line: [COUNTx] SERVICE KIND NAME, with * and ? for anything
          --ignore NAME      an attribute that is not compared; several separated by commas, or the option again
          --strict           also compare values that are others in every run: ports, ids, thread numbers
          --max-traces N     traces that are shown in the terminal and in markdown (20)
          --no-color         no colours; the variable NO_COLOR does the same
          --help             this text

        Spans are matched by service, kind and position in the trace. In the report, = stands for a span that both editions have alike,
        ~ for one that differs, > for one that is below another span, - for one that only the edition instrumented by hand has, + for one
        that only the automatic one has.

        Exit codes: 0, 1 when something could not be read or written, 2 for a wrong option, 3 when --expect is not met.
        """;

    /// <summary>The recording of the edition that is instrumented by hand.</summary>
    public string ManualFile { get; init; } = "";

    /// <summary>The recording of the other one.</summary>
    public string AutomaticFile { get; init; } = "";

    /// <summary>How the report is printed.</summary>
    public ReportFormat Format { get; init; }

    /// <summary>The page to write, if one is asked for.</summary>
    public string? HtmlFile { get; init; }

    /// <summary>The file of expected spans, if there is one.</summary>
    public string? ExpectFile { get; init; }

    /// <summary>Attributes that are not compared.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>Whether values count that are others in every run.</summary>
    public bool IsStrict { get; init; }

    /// <summary>How many traces are shown.</summary>
    public int MaxTraces { get; init; } = 20;

    /// <summary>Whether colours are refused.</summary>
    public bool NoColour { get; init; }

    /// <summary>Whether only <see cref="Usage"/> is wanted.</summary>
    public bool Help { get; init; }

    /// <summary>Reads a command line; values follow their option or are joined to it by <c>=</c>.</summary>
    /// <exception cref="FormatException">An option is unknown or missing, or its value missing or wrong; the message says
    /// which.</exception>
    public static CompareOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new CompareOptions();
        for (var i = 0; i < arguments.Count; i++)
        {
            var (name, joined) = arguments[i].Split('=', 2) is [var left, var right] ? (left, right) : (arguments[i], null);
            options = name switch
            {
                "--help" or "-h" => options with { Help = true },
                "--strict" => options with { IsStrict = true },
                "--no-color" => options with { NoColour = true },
                _ when joined is not null => options.With(name, joined),
                _ when IsValued(name) && ++i < arguments.Count => options.With(name, arguments[i]),
                _ when IsValued(name) => throw new FormatException($"{name} needs a value"),
                _ => throw new FormatException($"unknown option '{name}'"),
            };
        }
        if (!options.Help && (options.ManualFile.Length == 0 || options.AutomaticFile.Length == 0))
            throw new FormatException("two recordings are needed: --manual FILE and --automatic FILE");
        return options;
    }

    private static bool IsValued(string name) =>
        name is "--manual" or "--automatic" or "--format" or "--html" or "--expect" or "--ignore" or "--max-traces";

    private CompareOptions With(string name, string value) => name switch
    {
        "--manual" => this with { ManualFile = value },
        "--automatic" => this with { AutomaticFile = value },
        "--html" => this with { HtmlFile = value },
        "--expect" => this with { ExpectFile = value },
        "--ignore" => this with
        {
            Ignored = [.. Ignored, .. value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
        },
        "--format" => this with { Format = ReadFormat(value) },
        "--max-traces" => this with { MaxTraces = ReadNumber(name, value) },
        _ => throw new FormatException($"unknown option '{name}'"),
    };

    private static ReportFormat ReadFormat(string value) => value switch
    {
        "text" => ReportFormat.Text,
        "json" => ReportFormat.Json,
        "markdown" => ReportFormat.Markdown,
        _ => throw new FormatException($"--format '{value}' is none of text, json, markdown"),
    };

    private static int ReadNumber(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new FormatException($"{name} '{value}' is no positive number");
}
