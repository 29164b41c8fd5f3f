using System.Text.RegularExpressions;

namespace AutoInstr.Agent.Sources.Http;

/// <summary>Which captured headers keep their values to themselves; the same for requests that come in and that go out.</summary>
internal static class SecretHeaders
{
    /// <summary>What stands in place of a value.</summary>
    public const string Redacted = "[REDACTED]";

    /// <summary>Whether one of the patterns is the whole of a header's name, compared without case.</summary>
    /// <param name="name">The header's name.</param>
    /// <param name="patterns">Regular expressions.</param>
    public static bool Contain(string name, IReadOnlyList<string> patterns)
    {
        foreach (var pattern in patterns)
            if (Regex.IsMatch(name, $"^(?:{pattern})$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant))
                return true;
        return false;
    }
}
