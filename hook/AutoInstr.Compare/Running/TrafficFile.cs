using System.Text.RegularExpressions;

namespace AutoInstr.Compare.Running;

/// <summary>One request of the traffic.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Url">The URL, with variables.</param>
/// <param name="Headers">Names and values.</param>
/// <param name="Body">The body, if there is one.</param>
internal sealed record TrafficRequest(string Method, string Url, IReadOnlyList<KeyValuePair<string, string>> Headers, string? Body);

/// <summary>Reads the <c>.http</c> files that editors send requests from: <c>METHOD URL</c>, headers, an empty line, a body; a line that
/// begins with <c>###</c> ends a request. Before the body, lines that begin with <c>#</c> or <c>//</c> are comments.</summary>
internal static partial class TrafficFile
{
    private const string Separator = "###";

    /// <summary>Reads a file.</summary>
    /// <exception cref="ComparisonException">It cannot be read, or a line is not what it should be.</exception>
    public static IReadOnlyList<TrafficRequest> Read(string path)
    {
        try
        {
            return Parse(File.ReadAllLines(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ComparisonException($"the traffic {path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads lines.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="source">What they are lines of, for the message.</param>
    /// <exception cref="ComparisonException">A line is not what it should be, or there is no request.</exception>
    public static IReadOnlyList<TrafficRequest> Parse(IReadOnlyList<string> lines, string source)
    {
        var requests = new List<TrafficRequest>();
        for (var i = 0; i < lines.Count; i++)
            if (!IsSkipped(lines[i]))
                requests.Add(ParseRequest(lines, ref i, source));
        return requests.Count > 0 ? requests : throw new ComparisonException($"there is no request in {source}");
    }

    private static TrafficRequest ParseRequest(IReadOnlyList<string> lines, ref int i, string source)
    {
        var start = RequestLine().Match(lines[i].Trim());
        if (!start.Success)
            throw new ComparisonException($"{source}, line {i + 1}: '{lines[i]}' is not METHOD URL");
        var headers = new List<KeyValuePair<string, string>>();
        for (i++; i < lines.Count && lines[i].Trim().Length > 0 && !IsSeparator(lines[i]); i++)
        {
            if (IsSkipped(lines[i]))
                continue;
            var header = Header().Match(lines[i]);
            if (!header.Success)
                throw new ComparisonException($"{source}, line {i + 1}: '{lines[i]}' is not NAME: VALUE; an empty line goes before a body");
            headers.Add(new(header.Groups["name"].Value, header.Groups["value"].Value.Trim()));
        }
        var body = new List<string>();
        for (; i < lines.Count && !IsSeparator(lines[i]); i++)
            body.Add(lines[i]);
        var text = string.Join('\n', body).Trim('\n', '\r', ' ');
        return new TrafficRequest(start.Groups["method"].Value, start.Groups["url"].Value, headers, text.Length > 0 ? text : null);
    }

    private static bool IsSeparator(string line) => line.StartsWith(Separator, StringComparison.Ordinal);

    private static bool IsSkipped(string line) => line.Trim() is [] or ['#', ..] or ['/', '/', ..];

    [GeneratedRegex(@"^(?<method>[A-Z]+)\s+(?<url>\S+)(\s+HTTP/[\d.]+)?$")]
    private static partial Regex RequestLine();

    [GeneratedRegex(@"^(?<name>[!#$%&'*+.^_`|~0-9A-Za-z-]+):(?<value>.*)$")]
    private static partial Regex Header();
}
