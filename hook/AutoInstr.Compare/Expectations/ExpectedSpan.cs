using System.Globalization;
using System.IO.Enumeration;
using AutoInstr.Compare.Matching;
using AutoInstr.Viewer.Model;

namespace AutoInstr.Compare.Expectations;

/// <summary>Spans that both editions must have.</summary>
/// <param name="Service">The service; <c>*</c> and <c>?</c> stand for any.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Name">The name of either side's span, with the same signs.</param>
/// <param name="Count">How many there must be, at least.</param>
internal sealed record ExpectedSpan(string Service, SpanKind Kind, string Name, int Count)
{
    private const char Comment = '#';

    /// <summary>Reads a file with a span on each line: service, kind and name, and before them, if more than one is wanted, how many:
    /// <c>3x tasks-api SERVER POST /tasks*</c>. What follows a <c>#</c> at the beginning of a line is a comment.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read.</exception>
    /// <exception cref="FormatException">A line is not what it should be; the message says which.</exception>
    public static IReadOnlyList<ExpectedSpan> Load(string path) =>
    [
        .. File.ReadLines(path).Select(static (line, i) => (Line: line.Trim(), Number: i + 1))
            .Where(static item => item.Line.Length > 0 && item.Line[0] != Comment)
            .Select(item => Parse(item.Line) ??
                throw new FormatException($"{path}, line {item.Number}: '{item.Line}' is not [COUNTx] SERVICE KIND NAME")),
    ];

    /// <summary>How many spans that both editions have are as expected.</summary>
    public int CountIn(Comparison comparison) =>
        comparison.Traces.SelectMany(static trace => trace.Spans).Count(span => span.Presence == Presence.Both && Matches(span));

    /// <inheritdoc/>
    public override string ToString() =>
        (Count > 1 ? Count.ToString(CultureInfo.InvariantCulture) + "x " : "") + $"{Service} {Kind.ToString().ToUpperInvariant()} {Name}";

    private static ExpectedSpan? Parse(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var count = 1;
        if (words[0].EndsWith('x') && int.TryParse(words[0][..^1], NumberStyles.None, CultureInfo.InvariantCulture, out count))
            words = words[1..];
        else
            count = 1;
        return count > 0 && words.Length >= 3 && Enum.GetNames<SpanKind>().Contains(words[1], StringComparer.OrdinalIgnoreCase) &&
            Enum.TryParse<SpanKind>(words[1], ignoreCase: true, out var kind)
            ? new ExpectedSpan(words[0], kind, string.Join(' ', words[2..]), count)
            : null;
    }

    private bool Matches(MergedSpan span) =>
        span.Named.Kind == Kind && IsLike(Service, span.Named.ServiceName) &&
        (IsLike(Name, span.Automatic!.Name) || IsLike(Name, span.Manual!.Name));

    private static bool IsLike(string pattern, string text) => FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: false);
}
