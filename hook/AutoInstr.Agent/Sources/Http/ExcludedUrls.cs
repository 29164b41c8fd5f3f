using System.Text.RegularExpressions;

namespace AutoInstr.Agent.Sources.Http;

/// <summary>The requests that make no server span (AUTOINSTR_EXCLUDED_URLS).</summary>
internal sealed class ExcludedUrls
{
    private static readonly TimeSpan LongestMatch = TimeSpan.FromMilliseconds(50);
    private readonly Regex _pattern;

    private ExcludedUrls(Regex pattern) => _pattern = pattern;

    /// <summary>Prepares the patterns.</summary>
    /// <param name="patterns">Regular expressions.</param>
    /// <returns><see langword="null"/> when there are none.</returns>
    public static ExcludedUrls? Of(IReadOnlyList<string> patterns) =>
        patterns.Count == 0 ? null
            : new(new Regex(string.Join('|', patterns.Select(pattern => $"(?:{pattern})")), RegexOptions.CultureInvariant, LongestMatch));

    /// <summary>Whether a URL has one of them; a match that takes too long is none.</summary>
    public bool Contain(string url)
    {
        try
        {
            return _pattern.IsMatch(url);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
