using System.Globalization;
using System.Text.RegularExpressions;
using AutoInstr.Compare.Recordings;

namespace AutoInstr.Compare.Expectations;

/// <summary>A span, an instrument or log records that both editions must have.</summary>
/// <param name="Text">The line as it was written.</param>
/// <param name="Count">How many such both must have at least.</param>
/// <param name="Service">The service, <c>*</c> for any text.</param>
/// <param name="Kind">The span's kind in capital letters, or <c>*</c> for any, or METRIC, or LOG.</param>
/// <param name="Name">The name, of log records <c>LOGGER: TEMPLATE</c>; <c>*</c> for any text.</param>
internal sealed partial record Expectation(string Text, int Count, string Service, string Kind, string Name)
{
    private const string Metric = "METRIC";
    private const string Log = "LOG";

    private static readonly string[] Kinds = ["SERVER", "CLIENT", "PRODUCER", "CONSUMER", "INTERNAL", "UNSPECIFIED", "*", Metric, Log];

    /// <summary>Reads a file of expectations.</summary>
    /// <exception cref="ComparisonException">It cannot be read, or a line is none.</exception>
    public static IReadOnlyList<Expectation> Read(string path)
    {
        try
        {
            return Parse(File.ReadAllLines(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ComparisonException($"--expect {path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads lines such as <c>2x orders SERVER POST /orders</c>; empty ones and those that begin with # are left out.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="source">What they are lines of, for the message.</param>
    /// <exception cref="ComparisonException">A line is no expectation, or there is none at all.</exception>
    public static IReadOnlyList<Expectation> Parse(IReadOnlyList<string> lines, string source)
    {
        var expectations = new List<Expectation>();
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            var match = Line().Match(line);
            var count = 1;
            var isCount = !match.Groups["count"].Success
                || (int.TryParse(match.Groups["count"].Value, CultureInfo.InvariantCulture, out count) && count > 0);
            if (!match.Success || !isCount || !Kinds.Contains(match.Groups["kind"].Value.ToUpperInvariant()))
            {
                throw new ComparisonException(
                    $"{source}, line {i + 1}: '{line}' is not [COUNTx] SERVICE KIND NAME, with a KIND of {string.Join(", ", Kinds)}");
            }
            expectations.Add(new Expectation(line, count, match.Groups["service"].Value,
                match.Groups["kind"].Value.ToUpperInvariant(), match.Groups["name"].Value));
        }
        return expectations.Count > 0 ? expectations : throw new ComparisonException($"{source} expects nothing");
    }

    /// <summary>How many of both editions it is met by: spans that are partners and both fit, instruments that both have, or as many
    /// records as either edition has at least.</summary>
    public int CountIn(Comparison comparison) => Kind switch
    {
        Metric => comparison.Instruments.Count(pair =>
            pair is { Manual: { } manual, Automatic: not null } && IsLike(Service, manual.Service) && IsLike(Name, manual.Name)),
        Log => comparison.Logs.Sum(pair =>
            pair is { Manual: { } manual, Automatic: { } automatic } && IsLike(Service, manual.Service) && IsLike(Name, manual.Title)
                ? Math.Min(manual.Count, automatic.Count)
                : 0),
        _ => comparison.Spans.Count(span =>
            span is { Manual: { } manual, Automatic: { } automatic } && Fits(manual.Name) && Fits(automatic.Name)),
    };

    private bool Fits(NameKey span) => IsLike(Service, span.Service) && IsLike(Kind, span.Kind.ToString().ToUpperInvariant())
        && IsLike(Name, span.Name);

    /// <summary>Whether a text is like a pattern: its parts between the stars occur in order, the first and last at the ends.</summary>
    private static bool IsLike(string pattern, string text)
    {
        var parts = pattern.Split('*');
        if (parts.Length == 1)
            return pattern == text;
        if (!text.StartsWith(parts[0], StringComparison.Ordinal))
            return false;
        var position = parts[0].Length;
        foreach (var part in parts[1..^1])
        {
            var found = text.IndexOf(part, position, StringComparison.Ordinal);
            if (found < 0)
                return false;
            position = found + part.Length;
        }
        return text.Length - position >= parts[^1].Length && text.EndsWith(parts[^1], StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^(?:(?<count>\d+)x\s+)?(?<service>\S+)\s+(?<kind>\S+)\s+(?<name>.+)$")]
    private static partial Regex Line();
}

/// <summary>An expectation and how often it was met.</summary>
/// <param name="Expectation">What was expected.</param>
/// <param name="Found">How many both editions have.</param>
internal sealed record ExpectationResult(Expectation Expectation, int Found)
{
    /// <summary>Whether there are enough of them.</summary>
    public bool IsMet => Found >= Expectation.Count;
}
