using System.Globalization;

namespace AutoInstr.Compare;

/// <summary>What the command line asks for.</summary>
internal sealed record CompareOptions
{
    /// <summary>What <c>--help</c> prints.</summary>
    public const string Help = """
        autoinstr compare --manual FILE --automatic FILE [options]
        autoinstr compare --run FILE [--runs N] [--keep-recordings DIR] [options]

        Compares the traces of an application that is instrumented by hand with those of automatic instrumentation, span by span.
          autoinstr compare --manual a.jsonl --automatic b.jsonl --html report.html

          --manual FILE           recording of the edition instrumented by hand, as 'autoinstr collect --output' writes it
          --automatic FILE        recording of the automatic edition
          --run FILE              runs both editions under the same traffic, as the JSON file describes, and records them
          --runs N                how often each edition is run, 1 to 100, for medians of start-up, CPU and memory (3)
          --keep-recordings DIR   leaves manual.jsonl and automatic.jsonl there
          --format FORMAT         text (the default), json or markdown
          --html FILE             also writes a page with waterfalls side by side; needs nothing but a browser
          --expect FILE           spans that both editions must have, a line each: [COUNTx] SERVICE KIND NAME; * is any text, # a comment
          --ignore NAME           an attribute not to be compared, or several that begin alike: NAME*; may be repeated
          --strict                compares ids, ports, threads and the like by value too; otherwise only that both are there
          --width N               how many columns the text may have, 60 to 400
          --help                  this text

        Spans are partners when they have the same service and kind and the same place in the trace. One of another name there is
        renamed; the same name elsewhere in the trace is moved.

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

    /// <summary>How many columns there are, or <see langword="null"/> to ask the terminal.</summary>
    public int? Width { get; init; }

    /// <summary>Whether only <see cref="Help"/> is wanted.</summary>
    public bool IsHelp { get; init; }

    /// <summary>Reads a command line; values follow their option or are joined to it by <c>=</c>.</summary>
    /// <exception cref="FormatException">It makes no sense; the message says why.</exception>
    public static CompareOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new CompareOptions();
        for (var i = 0; i < arguments.Count; i++)
        {
            var (name, joined) = arguments[i].Split('=', 2) is [var left, var right] ? (left, right) : (arguments[i], null);
            options = name switch
            {
                "--help" or "-h" => options with { IsHelp = true },
                "--strict" when joined is null => options with { IsStrict = true },
                "--manual" => options with { Manual = Value() },
                "--automatic" => options with { Automatic = Value() },
                "--run" => options with { Run = Value() },
                "--runs" => options with { Runs = Number(1, MaxRuns) },
                "--keep-recordings" => options with { RecordingsFolder = Value() },
                "--format" => options with { Format = FormatOf(Value()) },
                "--html" => options with { Html = Value() },
                "--expect" => options with { Expect = Value() },
                "--ignore" => options with { Ignored = [.. options.Ignored, Value()] },
                "--width" => options with { Width = Number(60, 400) },
                _ => throw new FormatException($"'{arguments[i]}' is not an option"),
            };

            string Value() => (joined ?? (i + 1 < arguments.Count ? arguments[++i] : null)) is { Length: > 0 } value
                ? value
                : throw new FormatException($"{name} needs a value");

            int Number(int least, int most) => Value() is var text
                && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
                    ? number
                    : throw new FormatException($"{name} {text} is not a number from {least} to {most}");
        }
        return options.IsHelp ? options : options.Checked();
    }

    private CompareOptions Checked() => (Run, Manual, Automatic) switch
    {
        (not null, null, null) => this,
        (not null, _, _) => throw new FormatException("--run and recordings (--manual, --automatic) exclude each other"),
        (null, not null, not null) when RecordingsFolder is not null => throw new FormatException("--keep-recordings needs --run"),
        (null, not null, not null) => this,
        _ => throw new FormatException("either --run or both --manual and --automatic are needed"),
    };

    private static string FormatOf(string value) => value is "text" or "json" or "markdown"
        ? value
        : throw new FormatException($"--format {value} is not one of text, json, markdown");
}
